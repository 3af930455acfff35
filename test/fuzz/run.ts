// npm run fuzz [-- --documents 1000000 --seed N --json]
//
// Malformed plans, envelopes, trust roots, logs and checkpoints: none may be accepted, none may throw what is no error of
// RTT's, none may take long. Exit code 1 when one does, or when a stage was reached too seldom.
import { parseArgs } from 'node:util'
import { campaign } from './campaign.ts'

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '1000000' },
    seed: { type: 'string', default: '20261122' },
    json: { type: 'boolean', default: false },
  },
})
const documents = Number(values.documents)
const progress = process.stderr.isTTY
  ? (done: number) => process.stderr.write(`\r${done} of ${documents}`)
  : undefined
const found = campaign(Number(values.seed), documents, progress)
if (progress) process.stderr.write('\n')
if (values.json) console.log(JSON.stringify(found, null, 2))
else {
  console.log(`seed ${found.seed}: ${found.documents} documents refused`)
  for (const [stage, count] of Object.entries(found.stages))
    console.log(`  ${stage.padEnd(12)} ${count}`)
  console.log(
    `accepted ${found.accepted.length}, uncaught ${found.uncaught.length}, slowest ${found.slowestMs} ms, heap ${found.heapMiB} MiB`,
  )
  for (const one of [...found.accepted, ...found.uncaught]) console.log(one)
}
const isReached = Object.values(found.stages).every((count) => count >= documents / 10)
const isSound = found.accepted.length + found.uncaught.length === 0
process.exitCode = isReached && isSound && found.slowestMs < 50 ? 0 : 1
