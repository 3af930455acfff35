/**
 * Transcripts: every `test/golden/*.txt` holds commands and what they print in a copy of the demo. They
 * are rewritten with `npm test -- --rewrite` and then reviewed in the diff.
 *
 *   $ rtt up
 *   ----
 *   output, with times, keys and roots of the log replaced
 *   [exit 0]
 *
 * A line `< path` before a command replaces text in a file: `< web/a.ts: old => new`.
 */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { rtt } from './cli/run.ts'
import { withDemo } from './demo/repository.ts'

const folder = join(import.meta.dirname, 'golden')
const rewrite = process.env['RTT_REWRITE'] === '1'

/** What differs from run to run: times, key ids, roots and origins of the log. */
const steady = (text: string): string =>
  text
    .replace(/\d+\.\d+s/g, (t) => `${'#'.repeat(t.length - 1)}s`)
    .replace(/ed25519:[0-9a-f]{8,16}/g, (t) => `ed25519:${'#'.repeat(t.length - 8)}`)
    .replace(/root [0-9a-f]{8,64}/g, (t) => `root ${'#'.repeat(t.length - 5)}`)
    .replace(/^[0-9a-f]{16} /gm, `${'#'.repeat(16)} `)
    .replace(/\d{4}-\d\d-\d\dT[\d:]{8}Z/g, '####-##-##T##:##:##Z')
    .replace(/ [0-9a-f]{16}$/gm, ` ${'#'.repeat(16)}`)

const edit = (root: string, line: string): void => {
  const m = /^< ([^:]+): (.*?) => (.*)$/.exec(line)
  assert.ok(m, `not an edit: ${line}`)
  const path = join(root, m[1]!)
  mkdirSync(dirname(path), { recursive: true })
  const old = m[2] === '' ? '' : readFileSync(path, 'utf8')
  assert.ok(old.includes(m[2]!), `${m[1]} does not hold ${m[2]}`)
  writeFileSync(
    path,
    m[2] === '' ? m[3]!.replaceAll('\\n', '\n') : old.replace(m[2]!, m[3]!.replaceAll('\\n', '\n')),
  )
}

/** Runs the commands of a transcript anew and answers with the transcript as it should be. */
const play = async (text: string): Promise<string> => {
  const out: string[] = []
  await withDemo((root) => {
    mkdirSync(join(root, '.git'))
    for (const line of text.split('\n').filter((l) => /^[$<#] /.test(l))) {
      if (line.startsWith('# ')) out.push(line)
      else if (line.startsWith('< ')) {
        edit(root, line)
        out.push(line)
      } else {
        const done = rtt(
          root,
          line
            .replace(/^\$ rtt ?/, '')
            .split(' ')
            .filter((a) => a !== ''),
        )
        out.push(
          line,
          '----',
          steady(`${done.stdout}${done.stderr}`).trimEnd(),
          `[exit ${done.exit}]`,
          '',
        )
      }
    }
  })
  return `${out.join('\n').trimEnd()}\n`
}

for (const name of readdirSync(folder)
  .filter((n) => n.endsWith('.txt'))
  .sort()) {
  test(`golden/${name}`, async () => {
    const path = join(folder, name)
    const old = readFileSync(path, 'utf8')
    const now = await play(old)
    if (rewrite) writeFileSync(path, now)
    else assert.equal(now, old)
    for (const line of now.split('\n').filter((l) => !/^[<$#]|^ *\S+$/.test(l)))
      assert.ok([...line].length <= 80, `wider than 80 columns: ${line}`)
  })
}
