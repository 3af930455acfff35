import { codeInfo } from '../diag/codes.ts'
import type { Diagnostic } from '../diag/diagnostic.ts'
import { comparePlaces, type Place } from '../model/place.ts'
import type { ScanResult } from '../model/scan.ts'
import { visible } from './visible.ts'

const placesMax = 24

/** What is wrong, as the page shows it: with its places, and the services and links that it touches. */
export type Problem = {
  readonly kind: 'wiring' | 'version' | 'reading'
  readonly code: string
  readonly slug: string
  readonly severity: Diagnostic['severity']
  readonly summary: string
  readonly help: string
  readonly places: readonly { readonly at: string; readonly label: string }[]
  /** Places that are left out. */
  readonly more: number
  readonly services: readonly number[]
  readonly links: readonly number[]
}

/** `path:line`, as an editor takes it. */
export const shownPlace = (at: Place): string => visible(`${at.path}:${at.line}`)

/** The services whose folder a file lies in; of several folders above it the nearest. */
const ownersOf = (result: ScanResult): ((path: string) => readonly number[]) => {
  const byFolder = new Map<string, number[]>()
  for (const [i, { path }] of result.services.entries())
    if (path !== undefined) byFolder.set(path, [...(byFolder.get(path) ?? []), i])
  return (path) => {
    let folder = path
    // A service at the root owns what lies there, not whatever nobody else does.
    for (let isDirect = true; ; isDirect = false) {
      folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))
      const found = folder === '' && !isDirect ? undefined : byFolder.get(folder)
      if (found !== undefined) return found
      if (folder === '') return []
    }
  }
}

type Seen = Diagnostic & { readonly ends?: readonly string[] }

const placesOf = (d: Seen): { readonly at: Place; readonly label: string }[] => [
  ...(d.at === undefined ? [] : [{ at: d.at, label: '' }]),
  ...(d.related ?? []),
]

type Ends = { readonly services: readonly number[]; readonly links: readonly number[] }

const endsOf = (d: Seen, result: ScanResult, owners: (path: string) => readonly number[]): Ends => {
  const ends = new Set(d.ends ?? [])
  const named = result.services.flatMap((s, i) => (ends.has(s.name) ? [i] : []))
  const owned = named.length > 0 ? [] : placesOf(d).flatMap(({ at }) => owners(at.path))
  const links = result.links.flatMap((l, i) =>
    ends.has(l.from) && (ends.has(l.to) || ends.has(l.port)) ? [i] : [],
  )
  return { services: [...new Set([...named, ...owned])].sort((a, b) => a - b), links }
}

/** The findings of the scan, the drift that the doctor found, and what could not be read. */
export const problemsOf = (
  result: ScanResult,
  versions: readonly Diagnostic[],
): readonly Problem[] => {
  const owners = ownersOf(result)
  const make = (kind: Problem['kind'], d: Seen): Problem => {
    const places = placesOf(d)
    const order = kind === 'version' ? places.toSorted((a, b) => comparePlaces(a.at, b.at)) : places
    return {
      kind,
      code: d.code,
      slug: codeInfo(d.code).slug,
      severity: d.severity,
      summary: visible(d.summary),
      help: visible(d.help ?? codeInfo(d.code).help),
      places: order
        .slice(0, placesMax)
        .map((p) => ({ at: shownPlace(p.at), label: visible(p.label) })),
      more: Math.max(0, places.length - placesMax),
      // A file that was not read says nothing about a service, or every one would be marked.
      ...(kind === 'reading' ? { services: [], links: [] } : endsOf(d, result, owners)),
    }
  }
  return [
    ...(result.findings ?? []).map((d) => make('wiring', d)),
    ...versions.map((d) => make('version', d)),
    ...result.diagnostics.filter((d) => d.severity !== 'note').map((d) => make('reading', d)),
  ]
}
