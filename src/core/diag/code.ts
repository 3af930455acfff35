export type Severity = 'error' | 'warning' | 'note'

/** What the registry holds of a code. */
export type CodeInfo = {
  /** A stable name for people who grep. */
  readonly slug: string
  readonly severity: Severity
  /** The exit code of a command that stops for this. */
  readonly exit: number
  /** What it means, in one sentence. */
  readonly title: string
  /** What to do next, in one sentence. */
  readonly help: string
}

export const info = (
  slug: string,
  severity: Severity,
  exit: number,
  title: string,
  help: string,
): CodeInfo => ({ slug, severity, exit, title, help })
