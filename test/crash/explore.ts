import assert from 'node:assert/strict'
import { RttError } from '../../src/core/diag/error.ts'
import { sha256 } from '../../src/core/json/digest.ts'
import { type Disk, type Fault, type Loss, lossesOf } from './disk.ts'
import { checkAftermath, countCalls, durableOf, faultsOf, kept, type Scene } from './scenes.ts'
import { recoverIn } from './shop.ts'

/** One place where a fault was to strike, and whether it did. */
export type Point = {
  readonly scene: string
  readonly call: string
  readonly fault: Fault['how']
  readonly fired: boolean
}

/** What an exploration found. */
export type Explored = {
  /** States of a disk that differ in more than the random names of temporary files. */
  readonly distinct: number
  readonly points: readonly Point[]
  /** States in which a promise was broken, with how they came about. */
  readonly bad: readonly string[]
}

const refusals = ['EIO', 'ENOSPC'] as const

/** Crashes at every call, and refusals of every call. */
const everyFault = (calls: readonly string[]): readonly Fault[] => [
  ...faultsOf(calls),
  ...calls.flatMap((_, i) => refusals.map((how): Fault => ({ at: i + 1, how }))),
]

const temporary = /\.rtt-[0-9a-f]{16}\.tmp/g

/** A disk by what is on it: the names of temporary files are drawn at random. */
const stateOf = (disk: Disk): string =>
  sha256(
    JSON.stringify(
      [...disk.files()].map(([path, data]) => [path.replace(temporary, 'T'), data]).sort(),
    ),
  )

/** A refusal is told by an error of ours; a crash by nothing. What was refused and tidied away may have gone well. */
const endures = async (disk: Disk, work: () => Promise<unknown>): Promise<void> => {
  try {
    await work()
  } catch (error) {
    assert.ok(disk.crashed || error instanceof RttError, `${error}`)
  }
}

/** Explores scenes until nothing is left, or so many states were seen. */
export class Explorer {
  readonly points: Point[] = []
  readonly bad: string[] = []
  private readonly seen = new Set<string>()
  private readonly enough: number

  constructor(enough: number) {
    this.enough = enough
  }

  get distinct(): number {
    return this.seen.size
  }

  private get isDone(): boolean {
    return this.distinct >= this.enough || this.bad.length >= 20
  }

  /** The disks that were not seen before among those that a machine may find after it died. */
  private fresh(disk: Disk): readonly (readonly [Loss, Disk])[] {
    return lossesOf(disk.pending).flatMap((loss) => {
      const found = disk.reboot(loss)
      const state = stateOf(found)
      if (this.seen.has(state)) return []
      this.seen.add(state)
      return [[loss, found] as const]
    })
  }

  private async hold(found: Disk, scene: Scene, story: readonly unknown[]): Promise<void> {
    try {
      await checkAftermath(found.reboot(kept), scene)
    } catch (error) {
      this.bad.push(`${JSON.stringify([scene.name, ...story])}: ${error}`)
    }
  }

  /** Faults in the recovery of a disk that a crash left. */
  private async again(found: Disk, scene: Scene, story: readonly unknown[]): Promise<void> {
    const { key } = scene.from
    const whole = found.reboot(kept)
    await recoverIn({ durable: durableOf(whole), key })
    for (const fault of everyFault(whole.calls)) {
      if (this.isDone) return
      const disk = found.reboot(kept)
      disk.arm(fault)
      await endures(disk, () => recoverIn({ durable: durableOf(disk), key }))
      this.points.push({
        scene: `${scene.name}, recovery`,
        call: whole.calls[fault.at - 1]!,
        fault: fault.how,
        fired: disk.struck,
      })
      for (const [loss, next] of this.fresh(disk))
        await this.hold(next, scene, [...story, fault, loss])
    }
  }

  /** Every fault in a scene; behind each crash, every fault in its recovery. */
  async explore(scene: Scene): Promise<void> {
    const calls = await countCalls(scene)
    for (const fault of everyFault(calls)) {
      if (this.isDone) return
      const disk = scene.from.disk.reboot(kept)
      disk.arm(fault)
      await endures(disk, () => scene.deed({ durable: durableOf(disk), key: scene.from.key }))
      this.points.push({
        scene: scene.name,
        call: calls[fault.at - 1]!,
        fault: fault.how,
        fired: disk.struck,
      })
      for (const [loss, found] of this.fresh(disk)) {
        await this.hold(found, scene, [fault, loss])
        await this.again(found, scene, [fault, loss])
      }
    }
  }

  get found(): Explored {
    return { distinct: this.distinct, points: this.points, bad: this.bad }
  }
}
