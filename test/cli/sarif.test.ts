import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

const tools = join(import.meta.dirname, '../../.ci/tools')
const schema = join(tools, 'sarif.schema.json')
const python = process.env['RTT_PYTHON'] ?? join(tools, 'venv/bin/python')

const canCheck =
  existsSync(schema) && spawnSync(python, ['-c', 'import jsonschema'], {}).status === 0
const skip = !canCheck && 'needs jsonschema and the schema of SARIF: run .ci/setup'

const script = `
import json, sys
from jsonschema import Draft4Validator
with open(sys.argv[1]) as f:
    checker = Draft4Validator(json.load(f))
json.dump([e.json_path + ": " + e.message for e in checker.iter_errors(json.load(sys.stdin))], sys.stdout)
`

/** What OASIS's schema has against a log. */
const complaints = (log: unknown): readonly string[] =>
  JSON.parse(
    execFileSync(python, ['-c', script, schema], { input: JSON.stringify(log), encoding: 'utf8' }),
  ) as string[]

const replace = (root: string, path: string, from: RegExp, to: string): void => {
  const file = join(root, path)
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to))
}

test('every SARIF log satisfies the schema of OASIS, and a damaged one does not', { skip }, () =>
  withDemo((root) => {
    const log = (...args: string[]) =>
      JSON.parse(rtt(root, [...args, '--format', 'sarif']).stdout) as {
        runs: { results: { level: string; suppressions?: unknown[] }[] }[]
      }
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.deepEqual(complaints(log('verify')), [])
    replace(root, 'protos/pricing.proto', /.*total_cents.*\n/, '')
    replace(root, 'docker-compose.yml', /RISK_URL/, 'FACTOR_URL')
    const broken = log('verify', '--ci')
    assert.ok(broken.runs[0]!.results.length >= 3)
    assert.deepEqual(complaints(broken), [])
    assert.deepEqual(complaints(log('check')), [])
    const reason = '{ "code": "RTT1110", "reason": "known" }'
    writeFileSync(
      join(root, '.rtt/panel.json'),
      `{ "v": 1, "findings": { "ignore": [${reason}] } }`,
    )
    const accepted = log('check')
    assert.ok(accepted.runs[0]!.results.some((r) => r.suppressions !== undefined))
    assert.deepEqual(complaints(accepted), [])
    broken.runs[0]!.results[0]!.level = 'grave'
    assert.equal(complaints(broken).length, 1)
  }),
)
