import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')
const spec = join(root, 'spec')
const jar = process.env['RTT_TLA_TOOLS'] ?? join(root, '.ci/tools/tlatools.jar')

const hasTlc = existsSync(jar) && spawnSync('java', ['-version'], { stdio: 'ignore' }).status === 0

/** Options of a test that needs the model checker: skipped by name where there is none. */
export const needsTlc = hasTlc ? {} : { skip: 'needs java and tlatools.jar: run .ci/setup' }

/** What came of a check: how many states there are, and what is wrong, if anything. */
export type Checked = {
  readonly states: number
  readonly violated: string | undefined
  readonly output: string
}

type Model = {
  readonly module: string
  readonly config: string
  /** Modules beside those of `spec`, by name. */
  readonly more?: Readonly<Record<string, string>>
}

const violation = (output: string): string | undefined =>
  /^Error: (?:Invariant|Action property) (\w+) is violated/m.exec(output)?.[1] ??
  (/^Error: Temporal properties were violated/m.test(output) ? 'a temporal property' : undefined)

/** Checks a model with TLC, in a folder of its own, all that it is made of copied there. */
export const checkModel = ({ module, config, more = {} }: Model): Checked => {
  const folder = mkdtempSync(join(tmpdir(), 'rtt-spec-'))
  try {
    cpSync(join(spec, 'TwoPhase.tla'), join(folder, 'TwoPhase.tla'))
    for (const [name, text] of Object.entries(more))
      writeFileSync(join(folder, `${name}.tla`), text)
    writeFileSync(join(folder, 'model.cfg'), config)
    const args = ['-XX:+UseParallelGC', `-Djava.io.tmpdir=${folder}`, '-cp', jar, 'tlc2.TLC']
    const done = spawnSync('java', [...args, '-workers', '2', '-config', 'model.cfg', module], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    })
    const output = `${done.stdout}${done.stderr}`
    const found = /([\d,]+) distinct states found, 0 states left/.exec(output)?.[1] ?? '0'
    const states = Number(found.replaceAll(',', ''))
    const violated = violation(output)
    const isWhole = violated !== undefined || /No error has been found/.test(output)
    if (!isWhole) throw new Error(`TLC could not check ${module}:\n${output.slice(-4000)}`)
    return { states, violated, output }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
