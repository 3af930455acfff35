import { codeInfo } from './codes.ts'
import type { Diagnostic } from './diagnostic.ts'

/** Exit codes from the gravest on (design: errors and exit codes). */
const precedence = [130, 143, 1, 6, 5, 2, 9, 3, 8, 4, 7, 10] as const

/** The exit code of several that hold at once; 0 when none does. */
export const gravest = (exits: readonly number[]): number =>
  precedence.find((p) => exits.includes(p)) ?? 0

/** The exit code that error diagnostics ask for. */
export const exitOf = (diagnostics: readonly Diagnostic[]): number =>
  gravest(diagnostics.filter((d) => d.severity === 'error').map((d) => codeInfo(d.code).exit))
