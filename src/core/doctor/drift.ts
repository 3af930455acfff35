import type { Ecosystem } from '../model/package.ts'
import { comparePlaces, compareText } from '../model/place.ts'
import type { Drift, RootDrift } from './report.ts'
import { type Asking, distinct, fixFor, isPeer, judge } from './verdict.ts'

const withFix = <T extends object>(value: T, fix: string | undefined): T & { fix?: string } =>
  fix === undefined ? value : { ...value, fix }

/**
 * A peer range is wide on purpose: it says what a package can live with, and installs nothing. So it
 * counts for what all can agree on, and is a difference only where nobody can.
 */
const differ = (all: readonly Asking[]): boolean =>
  distinct(all.filter((a) => !isPeer(a))).length > 1 || judge(all).isConflict

const byRoot = (all: readonly Asking[]): ReadonlyMap<string, readonly Asking[]> =>
  Map.groupBy(all, (a) => a.witness.root)

const rootDrift = (root: string, all: readonly Asking[]): RootDrift => {
  const verdict = judge(all)
  const witnesses = all.map((a) => a.witness)
  return withFix({ ...verdict, root, witnesses }, fixFor(all, verdict))
}

const installed = (all: readonly Asking[]): string =>
  distinct(all.filter((a) => !isPeer(a)))
    .map((a) => a.signature)
    .sort(compareText)
    .join('\n')

type Root = readonly [root: string, all: readonly Asking[]]

/** Installations that differ from each other, or exclude each other only when taken together. */
const differAcross = (roots: readonly Root[], isConflict: boolean): boolean => {
  const kinds = new Set(roots.map(([, own]) => installed(own)).filter((text) => text !== ''))
  return kinds.size > 1 || (isConflict && !roots.some(([, own]) => judge(own).isConflict))
}

/** The drift of one package; undefined where all ask for the same. */
export const driftOf = (
  ecosystem: Ecosystem,
  name: string,
  unsorted: readonly Asking[],
): Drift | undefined => {
  if (!differ(unsorted)) return undefined
  const all = [...unsorted].sort((a, b) => comparePlaces(a.witness.at, b.witness.at))
  const roots = [...byRoot(all)].sort(([a], [b]) => compareText(a, b))
  const verdict = judge(all)
  const drift = {
    ecosystem,
    name,
    ...verdict,
    witnesses: all.map((a) => a.witness),
    roots: roots.filter(([, own]) => differ(own)).map(([root, own]) => rootDrift(root, own)),
    isAcrossRoots: differAcross(roots, verdict.isConflict),
  }
  return withFix(drift, fixFor(all, verdict))
}
