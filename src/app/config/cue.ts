import { RttError } from '../../core/diag/error.ts'
import { canonicalize, type Json } from '../../core/json/canonical.ts'
import { sha256 } from '../../core/json/digest.ts'
import { layout } from '../../core/model/layout.ts'
import type { Cue } from '../../ports/cue.ts'
import type { Durable } from '../../ports/durable.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { readPanel } from '../config.ts'
import type { ConfigFile } from './file.ts'
import { loadPolicy } from './policy.ts'

/** The configuration files that RTT knows, each with the definition of its CUE view. */
const configFiles = [
  { path: layout.panel, definition: '#Panel', read: readPanel },
  { path: layout.policy, definition: '#Policy', read: loadPolicy },
] as const

/** What is known of one configuration file. */
export type ConfigState = {
  readonly path: string
  readonly status: 'absent' | 'valid'
  /** Who has looked at it: the built-in checker always, `cue` where it is installed. */
  readonly checkedBy: readonly string[]
}

const cuePath = (path: string): string => path.replace(/\.json$/, '.cue')

const textOf = (durable: Durable, path: string): string | undefined => {
  const bytes = durable.read(path)
  return bytes && new TextDecoder().decode(bytes).replaceAll('\r\n', '\n')
}

const refuse = (path: string, errors: string): never => {
  const line = Number(/-:(\d+)/.exec(errors)?.[1] ?? 1)
  throw new RttError('RTT6003', `${path}: ${errors.split('\n')[0] ?? 'cue refuses it'}`, {
    at: { path, line },
  })
}

/** The value of a CUE file, without what it was made for. */
const evaluated = async (cue: Cue, path: string, text: string): Promise<unknown> => {
  const answer = await cue.evaluate(text)
  return answer.ok ? answer.value : refuse(path, answer.errors)
}

const withoutDigest = (value: unknown): Json => {
  const { cue: _, ...rest } = value as Record<string, Json>
  return rest
}

/**
 * Holds a value against the CUE view of its kind.
 *
 * @returns what CUE says against it; undefined where it fits
 */
export const vetValue = async (
  cue: Cue,
  { view, definition }: { readonly view: string; readonly definition: string },
  value: unknown,
): Promise<string | undefined> => {
  const answer = await cue.evaluate(
    `${view}\nrttValue: ${definition} & ${JSON.stringify(value)}\n`,
    'rttValue',
  )
  return answer.ok ? undefined : answer.errors
}

const checkCue = async (
  space: Workspace,
  cue: Cue,
  { file, definition }: { readonly file: ConfigFile<unknown>; readonly definition: string },
): Promise<void> => {
  const raw = JSON.parse(textOf(space.durable, file.path)!) as unknown
  const view = cue.view(definition.slice(1).toLowerCase())
  const against = await vetValue(cue, { view, definition }, raw)
  if (against !== undefined) refuse(file.path, against)
  const source = textOf(space.durable, cuePath(file.path))
  if (source === undefined) return
  const made = await evaluated(cue, cuePath(file.path), source)
  if (canonicalize(withoutDigest(made)) !== canonicalize(withoutDigest(raw)))
    throw new RttError('RTT6007', `${file.path} does not say what ${cuePath(file.path)} says`, {
      at: { path: file.path, line: 1 },
    })
}

/**
 * Checks every configuration file: by the built-in checker, and by `cue` where it is installed. Both give one verdict.
 *
 * @throws RttError RTT6003 with the place, RTT6007 where CUE and JSON disagree, RTT6002 when a newer RTT made it
 */
export const checkConfig = async (
  space: Workspace,
  cue: Cue,
): Promise<{ readonly states: readonly ConfigState[]; readonly cue: string | undefined }> => {
  const version = await cue.version()
  const states: ConfigState[] = []
  for (const { path, definition, read } of configFiles) {
    const file = await read(space.durable)
    if (file !== undefined && version !== undefined)
      await checkCue(space, cue, { file, definition })
    const by = ['rtt', ...(version === undefined ? [] : [`cue ${version}`])]
    states.push({
      path,
      status: file === undefined ? 'absent' : 'valid',
      checkedBy: file === undefined ? [] : by,
    })
  }
  return { states, cue: version }
}

const jsonText = (digest: string, value: unknown): string =>
  `${JSON.stringify({ cue: digest, ...(withoutDigest(value) as object) }, null, 2)}\n`

/**
 * Writes the JSON of every `.cue` anew, with the digest of what it was made from.
 *
 * @throws RttError RTT6009 where `cue` is not installed, RTT6003 where it refuses a file
 */
export const normalizeConfig = async (space: Workspace, cue: Cue): Promise<readonly string[]> => {
  const sources = configFiles.flatMap(({ path }) => {
    const text = textOf(space.durable, cuePath(path))
    return text === undefined ? [] : [{ path, text }]
  })
  if (sources.length > 0 && (await cue.version()) === undefined)
    throw new RttError('RTT6009', 'cue is not installed, and only it can evaluate a .cue file')
  const made = []
  for (const { path, text } of sources)
    made.push({ path, text: jsonText(sha256(text), await evaluated(cue, cuePath(path), text)) })
  for (const { path, text } of made) space.durable.replace(path, text)
  return made.map((m) => m.path)
}

const bare = /^[A-Za-z_][A-Za-z0-9_]*$/
const reserved = /^(?:true|false|null|import|package|for|in|if|let|_)$/

/** A value as CUE writes it. */
const cueText = (value: Json, indent: string): string => {
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]'
    const items = value.map((v) => `${indent}\t${cueText(v, `${indent}\t`)},\n`)
    return `[\n${items.join('')}${indent}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(([k, v]) => {
    const key = bare.test(k) && !reserved.test(k) ? k : JSON.stringify(k)
    return `${indent}\t${key}: ${cueText(v, `${indent}\t`)}\n`
  })
  return members.length === 0 ? '{}' : `{\n${members.join('')}${indent}}`
}

/** The text of a configuration file in CUE. */
const toCue = (value: Json): string =>
  `// Edit this file, then write its JSON anew: rtt config normalize\n${cueText(value, '')
    .replace(/^\{\n|\n?\}$/g, '')
    .replace(/^\t/gm, '')}\n`

/**
 * Writes the `.cue` of every configuration file that has none, and the digest of it into the JSON. Needs no `cue`.
 *
 * @throws RttError RTT6003 for a file that is not valid
 */
export const migrateConfig = async ({ durable }: Workspace): Promise<readonly string[]> => {
  const made: string[] = []
  for (const { path, read } of configFiles) {
    const file = await read(durable)
    if (file === undefined || durable.exists(cuePath(path))) continue
    const raw = withoutDigest(JSON.parse(textOf(durable, path)!))
    const text = toCue(raw)
    // The JSON names a .cue that is not there for a moment: it is refused, and nothing is lost.
    durable.replace(path, jsonText(sha256(text), raw))
    durable.create(cuePath(path), text)
    made.push(cuePath(path))
  }
  return made
}
