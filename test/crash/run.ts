// npm run crash [-- --states 50000 --seed N --json]
//
// Simulated machines die, or are refused a call, at every changing call of apply, rollback and recovery, and lose whatever a
// disk may lose; then recovery has to keep every promise. Each state of a disk is looked at once. Exit code 1 when a promise is
// broken, when a fault did not fire, or when a sync can be left out for no known reason.
import { parseArgs } from 'node:util'
import { randomOf } from '../core/contract/breaking/shop.ts'
import { Explorer, type Point } from './explore.ts'
import { drawnScenes } from './scenes.ts'
import { syncMutants } from './syncs.ts'

const { values } = parseArgs({
  options: {
    states: { type: 'string', default: '50000' },
    seed: { type: 'string', default: '20261122' },
    json: { type: 'boolean', default: false },
  },
})
const [states, seed] = [Number(values.states), Number(values.seed)]

/** Points by call and fault: random names of temporary files left out. */
const tally = (points: readonly Point[]) => {
  const rows = new Map<string, { call: string; fault: string; points: number; fired: number }>()
  for (const { call, fault, fired } of points) {
    const what = call.replace(/^(\w+).*$/, '$1')
    const row = rows.get(`${what} ${fault}`) ?? { call: what, fault, points: 0, fired: 0 }
    row.points++
    row.fired += fired ? 1 : 0
    rows.set(`${what} ${fault}`, row)
  }
  return [...rows.values()].sort((a, b) => (a.call + a.fault < b.call + b.fault ? -1 : 1))
}

const explorer = new Explorer(states)
let scenesSeen = 0
for await (const scene of drawnScenes(randomOf(seed))) {
  await explorer.explore(scene)
  scenesSeen++
  if (process.stderr.isTTY) process.stderr.write(`\r${explorer.distinct} of ${states} states`)
  if (explorer.distinct >= states || explorer.bad.length > 0) break
}
if (process.stderr.isTTY) process.stderr.write('\n')
const { all, justified, uncaught } = await syncMutants()
const points = tally(explorer.points).map((row) => ({
  call: row.call,
  fault: row.fault,
  count: row.points,
  fired: row.fired === row.points,
}))
const silent = explorer.points.filter((p) => !p.fired).length
if (values.json)
  console.log(
    JSON.stringify(
      {
        seed,
        distinct: explorer.distinct,
        scenes: scenesSeen,
        points,
        silent,
        bad: explorer.bad,
        mutants: all.length,
        mutantsJustified: justified,
        mutantsUncaught: uncaught,
      },
      null,
      2,
    ),
  )
else {
  console.log(`seed ${seed}: ${explorer.distinct} distinct states in ${scenesSeen} scenes`)
  for (const { call, fault, count, fired } of points)
    console.log(
      `  ${call.padEnd(9)} ${fault.padEnd(7)} ${String(count).padStart(8)} times${fired ? '' : ', NOT ALL FIRED'}`,
    )
  console.log(
    `bad ${explorer.bad.length}; ${all.length} syncs left out: ${uncaught.length} unexplained`,
  )
  for (const one of [...explorer.bad, ...uncaught]) console.log(one)
}
process.exitCode = explorer.bad.length + silent + uncaught.length === 0 ? 0 : 1
