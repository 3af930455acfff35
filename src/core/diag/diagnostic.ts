import { comparePlaces, compareText, type Place } from '../model/place.ts'
import { type Code, codes, type Severity } from './codes.ts'

/** A second place that explains the first, with a few words. */
export type Related = { readonly at: Place; readonly label: string }

/**
 * Something wrong or worth knowing about the user's repository. A value: collected, never thrown.
 *
 * `summary` is one sentence without the place; `help` says what to do next.
 */
export type Diagnostic = {
  readonly code: Code
  readonly severity: Severity
  readonly summary: string
  readonly at?: Place
  readonly related?: readonly Related[]
  readonly help?: string
}

type Details = Partial<Omit<Diagnostic, 'code' | 'summary'>>

/**
 * Makes a diagnostic; severity and help come from the registry unless given.
 *
 * @example diagnostic('RTT1002', 'this YAML cannot be parsed', { at: { path: 'a.yaml', line: 3 } })
 */
export const diagnostic = (code: Code, summary: string, details: Details = {}): Diagnostic => ({
  code,
  severity: codes[code].severity,
  summary,
  help: codes[code].help,
  ...details,
})

const noPlace: Place = { path: '', line: 0 }

/** A total, locale-free order: place first, then code, then words. */
export const compareDiagnostics = (a: Diagnostic, b: Diagnostic): number =>
  comparePlaces(a.at ?? noPlace, b.at ?? noPlace) ||
  compareText(a.code, b.code) ||
  compareText(a.summary, b.summary)
