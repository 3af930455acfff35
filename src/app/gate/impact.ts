import { type Change, effectOf } from '../../core/contract/breaking/change.ts'
import { lineOfMember } from '../../core/contract/breaking/member.ts'
import { protoPlaces } from '../../core/contract/protoplace.ts'
import { type Diagnostic, diagnostic, type Related } from '../../core/diag/diagnostic.ts'
import type { Json } from '../../core/json/canonical.ts'
import { digestOf } from '../../core/json/digest.ts'
import type { Contract, ContractBody } from '../../core/model/contract.ts'
import type { Link } from '../../core/model/link.ts'
import { literally } from '../../core/model/literally.ts'
import { folderOf } from '../../core/model/path.ts'
import type { Place } from '../../core/model/place.ts'
import { parseSaddr } from '../../core/model/saddr.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { type Impact, impactsOf, toolImpacts } from '../../core/plan/impact.ts'
import type { Files } from '../../ports/files.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { parseProto } from '../../read/proto/parse.ts'
import type { Locked } from './locked.ts'
import { isSourceFile } from './words.ts'

const bytesMax = 1024 * 1024
const filesMax = 200

const textOf = (files: Files, path: string): string | undefined => {
  try {
    return new TextDecoder().decode(files.read(path, bytesMax))
  } catch {
    return undefined
  }
}

const signals = ['stub', 'client', 'env-read', 'default', 'literal-host', 'configuration']

/** Where a consumer dials: the likeliest of the places that show its link. */
const dialOf = (link: Link): Place | undefined =>
  [...link.evidence].sort((a, b) => rank(a.signal) - rank(b.signal))[0]

const rank = (signal: string): number => {
  const at = signals.indexOf(signal)
  return at < 0 ? signals.length : at
}

/** The source files around the places that show a link: where a consumer most likely uses what it gets. */
const sourcesOf = (link: Link, files: Files): string[] => {
  const own = link.evidence.map((e) => e.path).filter((p) => isSourceFile(p))
  const beside = [...new Set(own.map(folderOf))].flatMap((folder) =>
    files
      .list(folder)
      .flatMap(({ name, kind }) =>
        name !== undefined && kind === 'file' && isSourceFile(name)
          ? [folder === '' ? name : `${folder}/${name}`]
          : [],
      ),
  )
  return [...new Set([...own, ...beside])].slice(0, filesMax)
}

/** The first line of the consumer's code that names a member. */
const useOf = (change: Change, link: Link, files: Files): Place | undefined => {
  for (const path of sourcesOf(link, files)) {
    const text = textOf(files, path)
    const line = text === undefined ? undefined : lineOfMember(text, change.member)
    if (line !== undefined) return { path, line }
  }
  return undefined
}

const lineOfPath = (text: string, { operation }: Change): number | undefined => {
  const path = operation?.replace(/^[A-Z]+ /, '')
  if (path === undefined) return undefined
  const found = text.search(new RegExp(`^\\s*["']?${literally(path)}["']?\\s*:`, 'm'))
  if (found < 0) return undefined
  const from = text.slice(found).search(/\S/) + found
  return text.slice(0, from).split('\n').length
}

/** Where the provider says it now: the member, else what it was part of, else the contract. */
const provided = (change: Change, { body, at }: Contract, files: Files): Place => {
  const text = textOf(files, at.path)
  if (text === undefined) return at
  // A tool that is gone has no line; a word of its name may stand anywhere.
  if (body.dialect === 'mcp') return at
  if (body.dialect !== 'proto') {
    // Members of one name are many in a document; the path of an operation stands there once.
    const line = lineOfPath(text, change) ?? lineOfMember(text, change.member)
    return line === undefined ? at : { path: at.path, line }
  }
  const placeOf = protoPlaces([parseProto({ path: at.path, text }).file])
  const path = change.rule.endsWith('-renamed')
    ? change.path.replace(/[^.]*$/, change.after.split(', ')[0]!)
    : change.path
  const names = path.split('.')
  // The name stands behind that of its package, and what was removed within what it was removed from.
  for (let to = names.length; to > 0; to--)
    for (let from = 0; from < to; from++) {
      const place = placeOf(names.slice(from, to).join('.'), at.path)
      if (place !== undefined) return place
    }
  return at
}

const words: Readonly<Partial<Record<Change['rule'], string>>> = {
  'contract-removed': 'is gone',
  'method-removed': 'was removed',
  'method-added': 'is new',
  'method-moved': 'was moved',
  'type-removed': 'was removed',
  'field-removed': 'was removed',
  'field-required': 'is required now',
  'field-optional': 'may be missing now',
  'field-renamed': 'has another name',
  'field-renumbered': 'has another number',
  'enum-value-removed': 'lost a value',
  'enum-value-added': 'got a value',
  'enum-value-renamed': 'has another name',
  'description-changed': 'is described otherwise',
  'definition-changed': 'says otherwise what it is or gives',
  'additional-refused': 'takes no other members now',
}

const said = ({ rule, path, before, after }: Change): string => {
  const does = words[rule] ?? `changed (${rule})`
  const [was, is] = [before, after].map((t) => (t.length > 60 ? `${t.slice(0, 57)}...` : t))
  const both = was !== '' && is !== '' ? `: ${was} to ${is}` : was !== '' ? `: it was ${was}` : ''
  return `${path} ${does}${rule === 'description-changed' ? '' : both}`
}

/** A change with the contract that it is found in, whose that is, and those who use it. */
type Told = {
  readonly change: Change
  readonly provider: string
  readonly now: Contract
  readonly locked: string
  readonly links: readonly Link[]
}

/** Where each consumer uses it, or else dials its provider. */
const usesOf = ({ change, links }: Told, files: Files): Related[] =>
  links.flatMap((link): Related[] => {
    const use = useOf(change, link, files)
    if (use !== undefined) return [{ at: use, label: `${link.from} uses it here` }]
    const dial = dialOf(link)
    return dial === undefined
      ? []
      : [{ at: { path: dial.path, line: dial.line }, label: `${link.from} dials ${link.to} here` }]
  })

/** Where a tool is registered: often in another file than its server. */
const toolAt = ({ change, provider, now }: Told, scan: ScanResult): Place | undefined =>
  now.dialect !== 'mcp'
    ? undefined
    : scan.symbols.find(
        (s) =>
          s.type === 'tool' &&
          s.name === change.path.split(/[. ]/)[0] &&
          parseSaddr(s.address).variant === provider,
      )?.at

/** One diagnostic a change, with the place of the provider and of each consumer. */
const tell = (told: Told, { files, scan, dir }: Telling): Diagnostic => {
  const { change, now, links } = told
  const code = effectOf(change) === 'breaking' ? 'RTT2010' : 'RTT2011'
  const names = [...new Set(links.map((l) => l.from))]
  const who =
    names.length === 0
      ? `whoever calls ${told.provider} depends on it`
      : `${names.join(', ')} ${names.length === 1 ? 'depends' : 'depend'} on it`
  const locked: Related = {
    at: { path: `${dir}/contracts/${told.locked}.json`, line: 1 },
    label: 'it is locked here',
  }
  const uses = usesOf(told, files)
  return diagnostic(code, `${said(change)}; ${who}`, {
    at: toolAt(told, scan) ?? provided(change, now, files),
    related: uses.length > 0 ? uses : [locked],
  })
}

/** Changes that several routes have in common are told once. */
const grouped = (impacts: readonly Impact[]): readonly Told[] => {
  const out = new Map<string, Told & { links: Link[] }>()
  for (const { changes, now, link, provider, locked } of impacts)
    for (const change of changes) {
      const id = `${now.digest}\0${JSON.stringify(change)}`
      const known = out.get(id) ?? { change, now, provider, locked: sha256Of(locked), links: [] }
      if (link !== undefined) known.links.push(link)
      out.set(id, known)
    }
  return [...out.values()]
}

const sha256Of = (body: ContractBody): string => digestOf(body as unknown as Json)

type Telling = { readonly files: Files; readonly scan: ScanResult; readonly dir: string }

/**
 * What changed in the contracts that a plan locks, for those who use them: each with both places. Reads the sources of the
 * consumers.
 */
export const contractImpacts = (
  { files }: Workspace,
  { body, contract, dir }: Locked,
  scan: ScanResult,
): readonly Diagnostic[] => {
  const impacts = [
    ...impactsOf(body.routes, contract, scan),
    ...(body.projection === 1 ? [] : toolImpacts(body.tools, contract, scan)),
  ]
  return grouped(impacts).map((told) => tell(told, { files, scan, dir }))
}
