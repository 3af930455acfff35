/**
 * Shows that a broken wiring fails and that nothing else does:
 *
 *   npm run gate -- FOLDER [--seed N] [--per N] [--only KIND] [--json]
 *
 * FOLDER holds clones of repositories. Each is copied and wired; then edits that a seed chooses from its texts are made one
 * by one, `rtt verify --ci` judges each, and the copy is put back. A breaking edit counts as caught where a code that fits is
 * told with a place of the side that changed and one of the other side; a harmless one passes where it changes no byte of a
 * plan.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { seeded } from '../accuracy/words.ts'
import { type Edit, type Kind, shuffled } from './edit.ts'
import { topicRenamed } from './kinds/channels.ts'
import {
  envRenamedInCode,
  envRenamedInDeployment,
  hostMisspelt,
  portMovedAtConsumer,
} from './kinds/env.ts'
import { harmlessKinds } from './kinds/harmless.ts'
import { operationRenamed } from './kinds/openapi.ts'
import { pathRenamedAtConsumer, pathRenamedAtProvider } from './kinds/paths.ts'
import { forbiddenLink } from './kinds/policy.ts'
import { protoKinds } from './kinds/protos.ts'
import { portMovedAtProvider, serviceDeleted, serviceRenamed } from './kinds/services.ts'
import { toolArgumentRenamed, toolDescribedOtherwise, toolRenamed } from './kinds/tools.ts'
import { openRepository } from './repository.ts'

const kinds: readonly Kind[] = [
  envRenamedInCode,
  envRenamedInDeployment,
  hostMisspelt,
  portMovedAtConsumer,
  portMovedAtProvider,
  serviceDeleted,
  serviceRenamed,
  topicRenamed,
  pathRenamedAtProvider,
  pathRenamedAtConsumer,
  toolRenamed,
  toolDescribedOtherwise,
  toolArgumentRenamed,
  forbiddenLink,
  operationRenamed,
  ...protoKinds,
  ...harmlessKinds,
]

const bin = join(import.meta.dirname, '../../bin/rtt')

const rtt = (cwd: string, ...args: string[]) => {
  const done = spawnSync(process.execPath, [bin, ...args], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  })
  return { exit: done.status, stdout: done.stdout }
}

type Place = { readonly at?: { readonly path: string; readonly line: number } }
type Told = Place & {
  readonly code: string
  readonly summary: string
  readonly related?: readonly Place[]
}

/** A wired copy of a repository, as the main branch of a team is. */
const prepare = (source: string): string => {
  const root = join(mkdtempSync(join(tmpdir(), 'rtt-gate-')), 'repository')
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: source, encoding: 'utf8' })
  for (const path of tracked.split('\0').filter((p) => p !== '' && existsSync(join(source, p)))) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    cpSync(join(source, path), join(root, path))
  }
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: root })
  git('init', '-q')
  rtt(root, 'policy', 'init')
  const done = rtt(root, 'up', '--json')
  if (done.exit !== 0)
    throw new Error(`rtt up in ${source}: ${done.exit} ${done.stdout.slice(0, 500)}`)
  git('add', '-A')
  git('commit', '-qm', 'Wire')
  return root
}

const plansText = (root: string): string =>
  readdirSync(join(root, 'plans')).sort().join() + readFileSync(join(root, 'plans/LATEST'), 'utf8')

const made = (root: string, edit: Edit): (() => void) => {
  const before = new Map<string, Buffer | null>()
  for (const [path, text] of edit.files) {
    const file = join(root, path)
    before.set(file, existsSync(file) ? readFileSync(file) : null)
    if (text === null) rmSync(file)
    else writeFileSync(file, text)
  }
  return () => {
    for (const [file, text] of before)
      if (text === null) rmSync(file)
      else writeFileSync(file, text)
  }
}

type Verdict = {
  readonly edit: Edit
  readonly repository: string
  readonly isRight: boolean
  readonly said: string
}

const names = (told: Told): string[] =>
  [told, ...(told.related ?? [])].flatMap((p) => (p.at ? [p.at.path] : []))

const judgeBreaking = (root: string, edit: Edit): Pick<Verdict, 'isRight' | 'said'> => {
  const done = rtt(root, 'verify', '--ci', '--json')
  const told = (JSON.parse(done.stdout) as { diagnostics: Told[] }).diagnostics
  const isNamed = (files: readonly string[], places: readonly string[]) =>
    places.some((p) => files.some((f) => (f.endsWith('/') ? p.startsWith(f) : p === f)))
  const right = told.filter((d) => {
    const places = names(d)
    return edit.codes.includes(d.code) && isNamed(edit.side, places) && isNamed(edit.other, places)
  })
  const said = told.map((d) => `${d.code} ${d.summary} [${names(d).join(', ')}]`).join(' | ')
  return {
    isRight: done.exit !== 0 && done.exit !== 10 && right.length > 0,
    said: `exit ${done.exit} ${said}`,
  }
}

const judgeHarmless = (root: string, edit: Edit): Pick<Verdict, 'isRight' | 'said'> => {
  const before = plansText(root)
  rtt(root, 'policy', 'init')
  const done = rtt(root, 'up', '--json')
  const isSame = plansText(root) === before
  const said = isSame ? `exit ${done.exit}` : planDifference(root)
  if (!isSame) {
    execFileSync('git', ['clean', '-fdq', 'plans'], { cwd: root })
    execFileSync('git', ['checkout', '-q', 'plans'], { cwd: root })
    rmSync(join(root, '.rtt/index'), { recursive: true, force: true })
  }
  return { isRight: isSame && edit.files.size > 0, said }
}

const planDifference = (root: string): string => {
  const now = JSON.parse(
    readFileSync(
      join(root, `plans/${readFileSync(join(root, 'plans/LATEST'), 'utf8').trim()}.json`),
      'utf8',
    ),
  )
  return `another plan: ${JSON.stringify(now.steps).slice(0, 300)} ${JSON.stringify(now.findings).slice(0, 300)}`
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    per: { type: 'string', default: '3' },
    only: { type: 'string' },
    repositories: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const [folder] = positionals
if (folder === undefined) {
  console.error(
    'usage: npm run gate -- FOLDER [--seed N] [--per N] [--only KIND] [--repositories A,B] [--json]',
  )
  process.exit(2)
}
const wanted = values.repositories?.split(',') ?? readdirSync(folder).sort()
const random = seeded(Number(values.seed))
const verdicts: Verdict[] = []
for (const name of wanted) {
  const source = resolve(folder, name)
  const root = prepare(source)
  const repository = openRepository(root)
  for (const kind of kinds.filter(
    (k) => values.only === undefined || k.name.includes(values.only),
  )) {
    const found = shuffled(kind.find(repository), random)
    // Of each format some, so that one that is frequent does not stand for all.
    const picked = [...Map.groupBy(found, (f) => f.format).values()].flatMap((all) =>
      all.slice(0, Number(values.per)),
    )
    for (const f of picked) {
      const edit: Edit = { ...f, kind: kind.name, isBreaking: kind.isBreaking }
      const putBack = made(root, edit)
      const verdict = kind.isBreaking ? judgeBreaking(root, edit) : judgeHarmless(root, edit)
      putBack()
      verdicts.push({ edit, repository: name, ...verdict })
      if (!verdict.isRight && !values.json)
        console.log(
          `MISS ${name}: ${edit.kind} (${edit.format}): ${edit.what.slice(0, 160)}\n     ${verdict.said.slice(0, 700)}`,
        )
    }
  }
  rmSync(dirname(root), { recursive: true })
}

const rows = [...Map.groupBy(verdicts, (v) => v.edit.kind)].map(([kind, all]) => ({
  kind,
  isBreaking: all[0]!.edit.isBreaking,
  formats: [...new Set(all.map((v) => v.edit.format))].sort(),
  edits: all.length,
  right: all.filter((v) => v.isRight).length,
}))
const share = (isBreaking: boolean): string => {
  const own = rows.filter((r) => r.isBreaking === isBreaking)
  const [right, all] = [own.reduce((n, r) => n + r.right, 0), own.reduce((n, r) => n + r.edits, 0)]
  return `${right} of ${all} (${all === 0 ? '-' : ((100 * right) / all).toFixed(1)} %)`
}
if (values.json) console.log(JSON.stringify({ seed: values.seed, rows }, null, 2))
else {
  console.log(`\nseed ${values.seed}`)
  for (const r of rows)
    console.log(
      `${r.isBreaking ? 'breaking' : 'harmless'}  ${r.kind.padEnd(34)} ${String(r.right).padStart(3)} / ${String(r.edits).padEnd(3)}  ${r.formats.join(' ')}`,
    )
  console.log(`breaking caught ${share(true)}, harmless passed ${share(false)}`)
}
