import { type Diagnostic, diagnostic, type Related } from '../core/diag/diagnostic.ts'
import type { Place } from '../core/model/place.ts'
import type { ScanResult } from '../core/model/scan.ts'
import { type Lost, lostRoutes } from '../core/plan/lost.ts'
import type { Task } from '../ports/task.ts'
import type { Workspace } from '../ports/workspace.ts'
import { readPlanFiles } from './commit/plan.ts'
import { type WordFinder, wordFinder } from './words.ts'

/** A port that is a variable; `http:cart` is an address in the code. */
const variableOf = (port: string): string | undefined => (port.includes(':') ? undefined : port)

/** The word by which the consumer knows its peer: its variable, or the host. */
const wordOf = ({ port, to }: Lost): string =>
  variableOf(port) ?? port.slice(port.indexOf(':') + 1) ?? to

const near = (scan: ScanResult, { from, port, to }: Lost): readonly Place[] =>
  scan.links
    .filter((l) => l.from === from.name && (l.port === port || l.to === to))
    .flatMap((l) => l.evidence.map(({ path, line }) => ({ path, line })))

const said = (lost: Lost, read: Place | undefined, set: Place | undefined): string => {
  const { from, port, to, provider } = lost
  if (provider === undefined) return `${from.name} loses ${to}, which nothing starts any more`
  const key = variableOf(port)
  if (key !== undefined && read === undefined && set !== undefined)
    return `${from.name} no longer reaches ${to}: ${key} is set, and its code does not read it`
  if (key !== undefined && set === undefined)
    return `${from.name} no longer reaches ${to}: ${key} is set nowhere`
  return `${from.name} no longer reaches ${to} by ${port}`
}

const tell = (lost: Lost, words: WordFinder, scan: ScanResult): Diagnostic => {
  const word = wordOf(lost)
  const read = words.inCode(word, lost.from.path ?? '')
  const set = words.inSettings(word)
  const places = [read, ...near(scan, lost)].filter((p) => p !== undefined)
  const related: Related[] = [
    ...(read !== undefined ? [{ at: read, label: `${lost.from.name} names ${word} here` }] : []),
    ...(set !== undefined ? [{ at: set, label: `${word} stands here` }] : []),
    ...(lost.provider ? [{ at: lost.provider.at, label: `${lost.to} is started here` }] : []),
  ]
  const [first, ...rest] = related
  return diagnostic('RTT2012', said(lost, read, set), {
    at: first?.at ?? places[0] ?? lost.from.at,
    related:
      rest.length > 0 ? rest : [{ at: lost.from.at, label: `${lost.from.name} is started here` }],
  })
}

/**
 * The routes of a plan that lost their provider or the way to it: each with the place of the consumer and, where it still
 * stands, of the provider.
 *
 * @throws RttError RTT3007 where the plan was changed
 */
export const lostImpacts = async (
  space: Workspace,
  plan: { readonly dir: string; readonly planId: string },
  { scan, task }: { readonly scan: ScanResult; readonly task: Task },
): Promise<readonly Diagnostic[]> => {
  const { body } = readPlanFiles(space.durable, plan.dir, plan.planId)
  const lost = lostRoutes(body.routes as Parameters<typeof lostRoutes>[0], scan)
  if (lost.length === 0) return []
  const words = await wordFinder(space, task)
  return lost.map((l) => tell(l, words, scan))
}
