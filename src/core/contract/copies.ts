import type { Contract } from '../model/contract.ts'
import { baseOf } from '../model/path.ts'
import { comparePlaces, compareText, type Place } from '../model/place.ts'
import type { ProtoFile } from '../model/protofile.ts'
import { type Difference, differencesOf } from './difference.ts'
import { type PlaceOf, protoPlaces } from './protoplace.ts'

/** A difference with its lines, as far as they are known. */
export type PlacedDifference = Difference & { readonly at?: Place; readonly otherAt?: Place }

/** A copy of a contract that no longer says what another copy says. */
export type DriftedCopy = {
  readonly id: string
  readonly at: Place
  /** The copy that it differs from: the one that most others are equal to. */
  readonly other: Place
  /** At most 20 of them, ordered; `differenceCount` is how many there are. */
  readonly differences: readonly PlacedDifference[]
  readonly differenceCount: number
}

const copiesMax = 500
const differencesMax = 20

/** `v1`, `v2beta1` in a path: what is told apart by version is meant to differ. */
const versionsIn = (path: string): string =>
  path
    .split(/[/._-]/)
    .filter((s) => /^v\d+(?:(?:alpha|beta)\d*)?$/i.test(s))
    .join(' ')

/**
 * What makes contracts copies of one another, as far as names tell. A full name of protobuf with a package
 * is one thing wherever it stands; other names are common words, so that the file must be called the same too.
 */
const keyOf = (c: Contract): string => {
  const isFull = c.dialect === 'proto' && c.id.includes('.')
  const file = isFull || c.dialect === 'openapi' ? '' : baseOf(c.at.path)
  // Schemas of GraphQL have no name of their own: their id is that of a folder.
  const id = c.dialect === 'graphql' ? '' : c.id
  return [c.dialect, c.kind, id, file, versionsIn(c.at.path)].join('\0')
}

/** At least half of what two contracts have is there in both: `API` is the title of many that are unrelated. */
const isAlike = (a: Contract, b: Contract): boolean => {
  const names = (c: Contract): ReadonlySet<string> =>
    new Set(
      c.kind === 'service'
        ? c.body.methods.map((m) => (m.http ? `${m.http.verb} ${m.http.path}` : m.name))
        : c.body.types.flatMap((t) =>
            t.kind === 'message' ? t.fields.map((f) => f.name) : [t.name],
          ),
    )
  const left = names(a)
  const right = names(b)
  const both = [...left].filter((n) => right.has(n)).length
  const whole = a.dialect === 'graphql' ? Math.max : Math.min
  return both * 2 >= whole(left.size, right.size) && both > 0
}

/** The copy that most are equal to; of several the first by place. */
const referenceOf = (copies: readonly Contract[]): Contract => {
  const byDigest = [...Map.groupBy(copies, (c) => c.digest).values()]
  return byDigest.reduce((best, same) => (same.length > best.length ? same : best))[0]!
}

const placed = (d: Difference, ends: { copy: Contract; reference: Contract; placeOf: PlaceOf }) => {
  const at = d.here === 'absent' ? undefined : ends.placeOf(d.path, ends.copy.at.path)
  const otherAt = d.there === 'absent' ? undefined : ends.placeOf(d.path, ends.reference.at.path)
  return { ...d, ...(at ? { at } : {}), ...(otherAt ? { otherAt } : {}) }
}

const driftIn = (group: readonly Contract[], placeOf: PlaceOf): readonly DriftedCopy[] => {
  const copies = [...group].sort((a, b) => comparePlaces(a.at, b.at))
  const reference = referenceOf(copies)
  return copies
    .filter((c) => c.digest !== reference.digest && isAlike(c, reference))
    .slice(0, copiesMax)
    .flatMap((c) => {
      const all = differencesOf(c, reference)
      if (all.length === 0) return []
      const differences = all
        .slice(0, differencesMax)
        .map((d) => placed(d, { copy: c, reference, placeOf }))
      return [{ id: c.id, at: c.at, other: reference.at, differences, differenceCount: all.length }]
    })
}

/** A type that differs is told of once: with the service that it belongs to, where there is one. */
const withoutRepeats = (all: readonly DriftedCopy[]): readonly DriftedCopy[] => {
  const told = new Set<string>()
  return all.filter((d) => {
    const words = d.differences.map((x) =>
      [d.at.path, d.other.path, x.path, x.here, x.there].join('\0'),
    )
    const isNew = words.some((w) => !told.has(w))
    for (const w of words) told.add(w)
    return isNew
  })
}

/**
 * Copies of one contract in different files that drifted apart, with their differences in words. Equal copies
 * are no drift, and neither are versions of a contract. With `files` the differences of .proto files have their
 * lines. Ordered by id and place; bounded in number.
 */
export const driftedCopies = (
  contracts: readonly Contract[],
  files: readonly ProtoFile[] = [],
): readonly DriftedCopy[] => {
  const placeOf = protoPlaces(files)
  const groups = Map.groupBy(
    contracts.filter((c) => c.dialect !== 'mcp'),
    keyOf,
  )
  const found = [...groups.values()]
    .filter((g) => new Set(g.map((c) => c.digest)).size > 1)
    .filter((g) => new Set(g.map((c) => c.at.path)).size > 1)
    .flatMap((g) =>
      driftIn(g, placeOf).map((drift) => ({ drift, isService: g[0]!.kind === 'service' })),
    )
    .sort(
      (a, b) =>
        Number(b.isService) - Number(a.isService) ||
        compareText(a.drift.id, b.drift.id) ||
        comparePlaces(a.drift.at, b.drift.at),
    )
  return withoutRepeats(found.map((f) => f.drift)).slice(0, copiesMax)
}
