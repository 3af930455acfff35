import assert from 'node:assert/strict'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { codecsOf, pyNames } from '../vectors/codec.ts'
import { jsonContracts } from '../vectors/corpus.ts'
import { writeDrivers } from '../vectors/drivers.ts'
import { jsonValue } from '../vectors/jsonvalues.ts'
import { runPeer } from '../vectors/peer.ts'
import { needsPython, plainPython } from '../vectors/python.ts'
import { randomOf } from '../vectors/random.ts'

const count = 1000
const written = writeDrivers(jsonContracts())
after(written.remove)

for (const driver of written.drivers)
  test(
    `GN-01 ${driver.contract.id}: 1,000 values through both languages`,
    needsPython,
    async () => {
      const { contract, pythonFolder, pythonPackage } = driver
      const seed = Number.parseInt(contract.digest.slice(0, 8), 16)
      const defs = contract.body.types
      const types = new Map(defs.map((t) => [t.name, t]))
      const codecs = await codecsOf(driver, defs)
      const random = randomOf(seed)
      const values = Array.from({ length: count }, (_, n) => {
        const type = { kind: 'ref', name: defs[n % defs.length]!.name } as const
        return jsonValue(random, type, { types, depth: 0 })
      })
      const payloads = values.map((v, n) => codecs[n % defs.length]!.encode(v))
      const names = defs.map((d) => pyNames(driver).get(d.name))
      const config = new TextEncoder().encode(JSON.stringify(names))
      const script = join(import.meta.dirname, 'json_peer.py')
      const args = [script, pythonFolder, pythonPackage]
      const answers = await runPeer({ python: plainPython, args, blocks: [config, ...payloads] })
      assert.equal(answers.length, count)
      for (let n = 0; n < count; n++) {
        const label = `seed ${seed}, value ${n} of ${defs[n % defs.length]!.name}`
        assert.equal(answers[n]!.toString(), Buffer.from(payloads[n]!).toString(), label)
        const decoded = codecs[n % defs.length]!.decode(answers[n]!)
        assert.deepEqual(decoded, values[n], label)
        assert.deepEqual(codecs[n % defs.length]!.encode(decoded), payloads[n], label)
      }
    },
  )
