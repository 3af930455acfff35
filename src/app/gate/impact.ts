import { type Change, effectOf } from '../core/contract/breaking/change.ts'
import { lineOfMember } from '../core/contract/breaking/member.ts'
import { protoPlaces } from '../core/contract/protoplace.ts'
import { type Diagnostic, diagnostic, type Related } from '../core/diag/diagnostic.ts'
import { RttError } from '../core/diag/error.ts'
import type { Contract, ContractBody } from '../core/model/contract.ts'
import type { Link } from '../core/model/link.ts'
import { folderOf } from '../core/model/path.ts'
import type { Place } from '../core/model/place.ts'
import type { ScanResult } from '../core/model/scan.ts'
import { type Impact, impactsOf } from '../core/plan/impact.ts'
import type { Files } from '../ports/files.ts'
import type { Workspace } from '../ports/workspace.ts'
import { parseProto } from '../read/proto/parse.ts'
import { readPlanFiles } from './commit/plan.ts'
import type { Planned } from './plan.ts'
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

/** Where the provider says it now: the member, else what it was part of, else the contract. */
const provided = (change: Change, { body, at }: Contract, files: Files): Place => {
  const text = textOf(files, at.path)
  if (text === undefined) return at
  if (body.dialect !== 'proto') {
    const line = lineOfMember(text, change.member)
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
  'additional-refused': 'takes no other members now',
}

const said = ({ rule, path, before, after }: Change): string => {
  const does = words[rule] ?? `changed (${rule})`
  const [was, is] = [before, after].map((t) => (t.length > 60 ? `${t.slice(0, 57)}...` : t))
  const both = was !== '' && is !== '' ? `: ${was} to ${is}` : was !== '' ? `: it was ${was}` : ''
  return `${path} ${does}${rule === 'description-changed' ? '' : both}`
}

type Told = { readonly change: Change; readonly now: Contract; readonly links: readonly Link[] }

/** One diagnostic a change, with the place of the provider and of each consumer. */
const tell = ({ change, now, links }: Told, files: Files): Diagnostic => {
  const code = effectOf(change) === 'breaking' ? 'RTT2010' : 'RTT2011'
  const names = [...new Set(links.map((l) => l.from))]
  const related = links.flatMap((link): Related[] => {
    const use = useOf(change, link, files)
    if (use !== undefined) return [{ at: use, label: `${link.from} uses it here` }]
    const dial = dialOf(link)
    return dial === undefined
      ? []
      : [{ at: { path: dial.path, line: dial.line }, label: `${link.from} dials ${link.to} here` }]
  })
  return diagnostic(
    code,
    `${said(change)}; ${names.join(', ')} ${names.length === 1 ? 'depends' : 'depend'} on it`,
    {
      at: provided(change, now, files),
      related,
    },
  )
}

/** Changes that several routes have in common are told once. */
const grouped = (impacts: readonly Impact[]): readonly Told[] => {
  const out = new Map<string, { change: Change; now: Contract; links: Link[] }>()
  for (const { changes, now, link } of impacts)
    for (const change of changes) {
      const id = `${now.digest}\0${JSON.stringify(change)}`
      const known = out.get(id)
      if (known === undefined) out.set(id, { change, now, links: [link] })
      else known.links.push(link)
    }
  return [...out.values()]
}

/**
 * What a new plan accepts: the changes of contracts since the plan that it is made upon. They stop nobody who plans on
 * purpose; whoever signs the plan has to know of them.
 */
export const acceptedImpacts = (
  space: Workspace,
  { dir, base, status }: Pick<Planned, 'dir' | 'base' | 'status'>,
  scan: ScanResult,
): readonly Diagnostic[] => {
  if (base === undefined || status !== 'new') return []
  try {
    return contractImpacts(space, { dir, planId: base.planId }, scan).map((d) => ({
      ...d,
      severity: 'warning' as const,
      help: 'The new plan accepts it: look whether its users were changed with it before you sign.',
    }))
  } catch (error) {
    // The plan before may be damaged or cut; that is told where it is verified.
    if (error instanceof RttError) return []
    throw error
  }
}

/**
 * What changed in the contracts that a plan locks, for those who use them: each with both places. Reads the plan, its
 * contracts, and the sources of the consumers.
 *
 * @throws RttError RTT3007 where the plan or a contract of it was changed
 */
export const contractImpacts = (
  space: Workspace,
  plan: { readonly dir: string; readonly planId: string },
  scan: ScanResult,
): readonly Diagnostic[] => {
  const { body, contracts } = readPlanFiles(space.durable, plan.dir, plan.planId)
  const bodies = new Map(
    contracts.map((c) => [c.digest, JSON.parse(new TextDecoder().decode(c.bytes)) as ContractBody]),
  )
  const impacts = impactsOf(body.routes, (d) => bodies.get(d), scan)
  return grouped(impacts).map((told) => tell(told, space.files))
}
