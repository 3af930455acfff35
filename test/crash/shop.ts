import { type Applied, type Apply, apply } from '../../src/app/apply.ts'
import { newKey } from '../../src/app/keys.ts'
import { recover } from '../../src/app/recover.ts'
import { rollback } from '../../src/app/rollback.ts'
import { signPlan } from '../../src/app/sign.ts'
import { canonicalize } from '../../src/core/json/canonical.ts'
import { sha256 } from '../../src/core/json/digest.ts'
import type { Clock } from '../../src/ports/clock.ts'
import type { Durable } from '../../src/ports/durable.ts'
import type { Keys, SigningKey } from '../../src/ports/keys.ts'
import type { Lock } from '../../src/ports/lock.ts'
import type { Random } from '../../src/ports/random.ts'
import { keyNamed } from '../core/trust/key.ts'

/** A clock that stands still unless a test moves it. */
export const stillClock: Clock = {
  now: () => '2030-01-31T12:00:00Z',
  monotonicMs: () => 0,
  fileTimeMs: () => 0,
  settle: async () => {},
}

/** Randomness that is the same every time. */
export const sameRandom: Random = { hex: (bytes) => 'ab'.repeat(bytes) }

/** Keys that are the same every time: where a blob lies depends on its signature. */
const sameKeys: Keys = {
  generate: (name) => {
    const key = keyNamed(name)
    return { key, pem: key.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() }
  },
  pemOf: () => {
    throw new Error('the shop stores no keys')
  },
  isEncrypted: () => false,
  load: () => {
    throw new Error('the shop loads no keys')
  },
}

/** A lock that nobody else wants. */
export const freeLock: Lock = { hold: async (work) => work() }

/** A repository with a key, a manifest and plans that are signed on this clone. */
export type Shop = {
  readonly durable: Durable
  readonly key: SigningKey
  readonly plans: readonly string[]
}

const writePlan = (durable: Durable, plansDir: string, port: number): string => {
  const contract = canonicalize({
    v: 1,
    dialect: 'proto',
    id: `Cart${port}`,
    methods: [],
    types: [],
  })
  const route = {
    from: 'rtt://shop/service/web#cart',
    to: 'rtt://shop/service/cart',
    rung: 'observed',
    class: 'grpc',
    lanes: [`native(grpc):${port}`],
    contract: sha256(contract),
  }
  const body = canonicalize({ v: 1, projection: 1, routes: [route] })
  durable.replace(`${plansDir}/contracts/${sha256(contract)}.json`, contract)
  durable.replace(`${plansDir}/${sha256(body)}.json`, body)
  return sha256(body)
}

/** Makes a shop with that many plans, each signed by the development key. */
export const makeShop = (durable: Durable, count: number, plansDir = 'plans'): Shop => {
  const key = newKey({ durable, keys: sameKeys })
  durable.replace('rtt.manifest.json', '{"symbols":[],"v":1}\n')
  const plans = Array.from({ length: count }, (_, i) => writePlan(durable, plansDir, 7000 + i))
  for (const planId of plans)
    signPlan({
      durable,
      clock: stillClock,
      key,
      host: 'test',
      planId,
      plansDir,
      files: ['rtt.manifest.json'],
    })
  return { durable, key, plans }
}

/** `apply` on a shop, everything else as a test mostly wants it. */
export const applyIn = (
  { durable, key }: Pick<Shop, 'durable' | 'key'>,
  planId: string,
  more: Partial<Apply> = {},
): Promise<Applied> =>
  apply({
    durable,
    lock: freeLock,
    clock: stillClock,
    random: sameRandom,
    planId,
    plansDir: 'plans',
    accept: 'local',
    key,
    files: [{ path: '.rtt/drivers/ts/cart.ts', bytes: new TextEncoder().encode(`// ${planId}\n`) }],
    ...more,
  })

export const rollbackIn = ({ durable, key }: Pick<Shop, 'durable' | 'key'>, to?: number) =>
  rollback({ durable, lock: freeLock, clock: stillClock, accept: 'local', key, to })

export const recoverIn = ({ durable, key }: Pick<Shop, 'durable' | 'key'>) =>
  recover({ durable, lock: freeLock, clock: stillClock, key })

/** What `current` says, undefined where there is none. */
export const currentPlan = (durable: Durable): string | undefined => {
  const bytes = durable.read('.rtt/current')
  if (bytes === undefined) return undefined
  return (JSON.parse(Buffer.from(bytes).toString()) as { plan: string }).plan
}
