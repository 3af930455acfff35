/**
 * Renames services, hosts, environment variables and ports of a repository, consistently, into words
 * that mean nothing: what scores well on the original and badly on this was leaning on names.
 *
 *   node test/accuracy/rename.ts REPO TRUTH OUT SEED
 *
 * TRUTH names the services; OUT gets the renamed files and `truth.json`. Only text is rewritten, and
 * nothing here asks RTT's own readers.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nonsense, seeded } from './words.ts'

type Service = { name: string; aliases?: string[]; path?: string; kind: string }
type Truth = { services: Service[]; edges: Edge[]; traps?: Edge[] } & Record<string, unknown>
type Edge = { from: string; to: string; evidence?: string; evidence_all?: string[] }

const bytesMax = 1024 * 1024
const literally = (s: string): string => s.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const isText = (b: Buffer): boolean => b.length < bytesMax && !b.includes(0)

const filesOf = (repo: string): string[] =>
  execFileSync('git', ['ls-files', '-z'], { cwd: repo, encoding: 'utf8' })
    .split('\0')
    .filter((f) => f !== '' && existsSync(join(repo, f)))

/** Environment variables: what deployments set and what code asks for, by how they are written. */
const envNames = (texts: readonly string[]): string[] => {
  const patterns = [
    /^\s*-?\s*(?:name:\s*)?["']?([A-Z][A-Z0-9_]{2,})["']?\s*[:=]/gm,
    /^\s*- name:\s*["']?([A-Z][A-Z0-9_]{2,})["']?\s*$/gm,
    /^(?:ENV\s+|\s+)([A-Z][A-Z0-9_]{2,})=/gm,
    /(?:getenv|Getenv|LookupEnv|environ(?:\.get)?|process\.env|mustMapEnv|ENV|Configuration)[^A-Za-z0-9\n]{1,4}(?:[^"'\n]{0,60}["'])?([A-Z][A-Z0-9_]{2,})\b/g,
    /\$\{([A-Z][A-Z0-9_]{2,})\b/g,
    /\$([A-Z][A-Z0-9_]{2,})\b/g,
    /\(&[\w.]+,\s*"([A-Z][A-Z0-9_]{2,})"\)/g,
  ]
  const kept = new Set([
    'PATH',
    'HOME',
    'PWD',
    'ENV',
    'COPY',
    'FROM',
    'CMD',
    'RUN',
    'ENTRYPOINT',
    'WORKDIR',
    'EXPOSE',
    'ARG',
    'USER',
    'GET',
    'POST',
    'NULL',
    'TRUE',
    'FALSE',
    'TODO',
    'NOTE',
  ])
  return [
    ...new Set(texts.flatMap((t) => patterns.flatMap((p) => [...t.matchAll(p)].map((m) => m[1]!)))),
  ]
    .filter((n) => !kept.has(n))
    .sort()
}

const portNumbers = (texts: readonly string[]): string[] => {
  const patterns = [
    /(?:port|Port|PORT)["']?\s*[:=]?\s*["']?(\d{4,5})\b/g,
    /EXPOSE\s+(\d{4,5})/g,
    /["']?(\d{4,5}):(?:\d{2,5})["']?/g,
    /:(\d{4,5})\b/g,
  ]
  return [
    ...new Set(texts.flatMap((t) => patterns.flatMap((p) => [...t.matchAll(p)].map((m) => m[1]!)))),
  ]
    .filter((p) => Number(p) >= 1024 && Number(p) < 65_536)
    .sort()
}

type Rule = { readonly pattern: RegExp; readonly replacement: string }

/** A host that is also the name of a product is renamed only where it stands as a host. */
const hostRules = (name: string, to: string): Rule[] => {
  const n = literally(name)
  return [
    { pattern: new RegExp(`^(\\s+)${n}:(\\s*)$`, 'gm'), replacement: `$1${to}:$2` },
    { pattern: new RegExp(`^(\\s+-\\s+)${n}(\\s*)$`, 'gm'), replacement: `$1${to}$2` },
    { pattern: new RegExp(`(://)${n}(?=[:/"'\`\\s]|$)`, 'gm'), replacement: `$1${to}` },
    { pattern: new RegExp(`(host=)${n}\\b`, 'g'), replacement: `$1${to}` },
    {
      pattern: new RegExp(`((?:\\|\\||\\?|:|,|=|:=)\\s*["'])${n}(["'])(?!\\s*:)`, 'g'),
      replacement: `$1${to}$2`,
    },
    {
      pattern: new RegExp(`(^ENV .*=|^\\s+[A-Z_0-9]+=)${n}(?=\\s|$)`, 'gm'),
      replacement: `$1${to}`,
    },
    {
      pattern: new RegExp(`((?:name|app|service|value):\\s*["']?)${n}(?=["']?\\s*$|:\\d)`, 'gm'),
      replacement: `$1${to}`,
    },
    {
      pattern: new RegExp(`^(\\s+(?:context|build):\\s*(?:\\./)?)${n}(\\s*)$`, 'gm'),
      replacement: `$1${to}$2`,
    },
  ]
}

const applyRules = (text: string, rules: readonly Rule[]): string =>
  rules.reduce((t, r) => t.replace(r.pattern, r.replacement), text)

export type Renaming = {
  readonly names: ReadonlyMap<string, string>
  readonly rules: readonly Rule[]
  readonly pathRules: readonly Rule[]
}

/** Everything that will be renamed, from one seed. */
export const makeRenaming = (truth: Truth, texts: readonly string[], seed: number): Renaming => {
  const random = seeded(seed)
  const names = new Map<string, string>()
  const rules: Rule[] = []
  const pathRules: Rule[] = []
  const products = truth.services.filter((s) => s.kind === 'datastore' || s.kind === 'broker')
  for (const s of truth.services.filter((x) => x.kind !== 'external')) {
    for (const name of [s.name, ...(s.aliases ?? [])])
      if (!names.has(name)) names.set(name, nonsense(random))
  }
  const ordered = [...names].sort((a, b) => b[0].length - a[0].length)
  for (const [name, to] of ordered) {
    if (products.some((p) => p.name === name || p.aliases?.includes(name))) {
      rules.push(...hostRules(name, to))
      if (products.some((p) => p.path === name))
        pathRules.push({
          pattern: new RegExp(`(^|/)${literally(name)}(?=/)`, 'g'),
          replacement: `$1${to}`,
        })
    } else {
      rules.push({
        pattern: new RegExp(`(?<![\\w])${literally(name)}(?![\\w])`, 'g'),
        replacement: to,
      })
      pathRules.push({
        pattern: new RegExp(`(?<![\\w])${literally(name)}(?![\\w])`, 'g'),
        replacement: to,
      })
    }
  }
  for (const [i, key] of envNames(texts).entries())
    rules.push({
      pattern: new RegExp(`(?<![\\w])${key}(?![\\w])`, 'g'),
      replacement: `V${i}_${nonsense(random, 2).toUpperCase()}`,
    })
  const ports = portNumbers(texts)
  const fresh = new Map(
    ports.map((p, i) => [p, String(20_011 + i * 37 + Math.floor(random() * 30))]),
  )
  if (ports.length > 0)
    for (const [p, to] of fresh)
      rules.push({ pattern: new RegExp(`(?<![\\w.])${p}(?![\\w.])`, 'g'), replacement: to })
  return { names, rules, pathRules }
}

const renameTruth = (truth: Truth, { names, pathRules }: Renaming): Truth => {
  const name = (n: string): string => names.get(n) ?? n
  const place = (p: string): string => applyRules(p, pathRules)
  const edge = <E extends Edge>(e: E): E => ({
    ...e,
    from: name(e.from),
    to: name(e.to),
    ...(e.evidence ? { evidence: place(e.evidence) } : {}),
    ...(e.evidence_all ? { evidence_all: e.evidence_all.map(place) } : {}),
  })
  return {
    ...truth,
    edges: truth.edges.map(edge),
    ...(truth.traps ? { traps: truth.traps.map(edge) } : {}),
    services: truth.services.map((s) => ({
      ...s,
      name: name(s.name),
      aliases: (s.aliases ?? []).map(name),
      ...(s.path ? { path: place(s.path) } : {}),
    })),
  }
}

/** Writes the renamed repository and its truth; answers with how many names were replaced. */
export const renameRepository = (
  repo: string,
  truthFile: string,
  options: { out: string; seed: number },
): { services: number; rules: number } => {
  const truth = JSON.parse(readFileSync(truthFile, 'utf8')) as Truth
  const files = filesOf(repo)
  const texts = files
    .map((f) => readFileSync(join(repo, f)))
    .filter(isText)
    .map((b) => b.toString('utf8'))
  const renaming = makeRenaming(truth, texts, options.seed)
  rmSync(options.out, { recursive: true, force: true })
  for (const file of files) {
    const target = join(options.out, applyRules(file, renaming.pathRules))
    mkdirSync(dirname(target), { recursive: true })
    const bytes = readFileSync(join(repo, file))
    if (isText(bytes)) writeFileSync(target, applyRules(bytes.toString('utf8'), renaming.rules))
    else cpSync(join(repo, file), target)
  }
  writeFileSync(`${options.out}.truth.json`, JSON.stringify(renameTruth(truth, renaming), null, 1))
  return { services: renaming.names.size, rules: renaming.rules.length }
}

const [repo, truthFile, out, seed] = process.argv.slice(2)
if (import.meta.main && repo && truthFile && out) {
  const done = renameRepository(repo, truthFile, { out, seed: Number(seed ?? 1) })
  console.log(`seed ${seed ?? 1}: ${done.services} services, ${done.rules} rules -> ${out}`)
}
