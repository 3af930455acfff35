import { compareText } from '../model/place.ts'
import type { DoctorReport, Drift, Witness } from './report.ts'

/** One place that asks; without a line, so that unrelated edits leave the document alone. */
export type UnifyEntry = {
  readonly file: string
  readonly key: string
  readonly range: string
  readonly when?: string
}

/** All that ask for one package, and the range for all; or that there is none. */
export type UnifyPackage = { readonly entries: readonly UnifyEntry[] } & (
  | { readonly meet: string }
  | { readonly conflict: true }
  /** Differs only under conditions that need not hold together. */
  | { readonly conditional: true }
)

/** plans/dep.unify.json; its bytes are its canonical JSON. */
export type UnifyDocument = {
  readonly v: 1
  readonly ecosystems: { readonly [ecosystem: string]: { readonly [name: string]: UnifyPackage } }
}

const entryOf = ({ file, key, range, when }: Witness): UnifyEntry =>
  when === undefined ? { file, key, range } : { file, key, range, when }

const compareEntries = (a: UnifyEntry, b: UnifyEntry): number =>
  compareText(a.file, b.file) ||
  compareText(a.key, b.key) ||
  compareText(a.range, b.range) ||
  compareText(a.when ?? '', b.when ?? '')

const packageOf = ({ witnesses, meet, isConflict }: Drift): UnifyPackage => {
  const entries = witnesses.map(entryOf).sort(compareEntries)
  if (meet !== undefined) return { entries, meet }
  return isConflict ? { entries, conflict: true } : { entries, conditional: true }
}

/** What of a report is kept with the plan: only packages whose places differ, and no line numbers. */
export const unifyDocument = ({ drifts }: DoctorReport): UnifyDocument => {
  const groups = Map.groupBy(drifts, (d) => d.ecosystem)
  // `fromEntries` defines members, so that a package named `__proto__` is one like any other.
  const ecosystems = Object.fromEntries(
    [...groups].map(([ecosystem, list]) => [
      ecosystem,
      Object.fromEntries(list.map((d) => [d.name, packageOf(d)])),
    ]),
  )
  return { v: 1, ecosystems }
}
