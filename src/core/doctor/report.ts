import type { Ecosystem } from '../model/package.ts'
import type { Place } from '../model/place.ts'

/** One place that asks for a package. */
export type Witness = {
  readonly file: string
  /** Section and name: `dependencies.react`. */
  readonly key: string
  /** As written. */
  readonly range: string
  readonly when?: string
  /** The folder whose installation it takes part in. */
  readonly root: string
  readonly at: Place
}

/**
 * What several witnesses come to: one range for all, or a conflict, or neither, where they differ
 * only under conditions that need not hold together.
 */
export type Verdict = { readonly meet?: string; readonly isConflict: boolean }

/** Differing witnesses within one installation. */
export type RootDrift = Verdict & {
  readonly root: string
  readonly witnesses: readonly Witness[]
  /** What to do about it. */
  readonly fix?: string
}

/** A package that is asked for in at least two different ranges. */
export type Drift = Verdict & {
  readonly ecosystem: Ecosystem
  readonly name: string
  /** All that ask with a range, by place. */
  readonly witnesses: readonly Witness[]
  /** The installations that differ within themselves, by folder. */
  readonly roots: readonly RootDrift[]
  /** Whether one installation asks for something else than another. */
  readonly isAcrossRoots: boolean
  readonly fix?: string
}

/** A range that no tool of its ecosystem would understand, or that holds no version. */
export type BrokenRange = {
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly witness: Witness
  readonly why: 'syntax' | 'empty'
}

/** What `rtt doctor` found. Sorted throughout, so that equal repositories give equal reports. */
export type DoctorReport = {
  readonly ecosystems: readonly Ecosystem[]
  readonly packageCount: number
  readonly dependencyCount: number
  readonly drifts: readonly Drift[]
  readonly broken: readonly BrokenRange[]
}
