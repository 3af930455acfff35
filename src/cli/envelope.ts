import { codeInfo } from '../core/diag/codes.ts'
import type { Diagnostic } from '../core/diag/diagnostic.ts'
import type { RttError } from '../core/diag/error.ts'
import { withoutUnseen } from './unseen.ts'
import type { Report } from './view.ts'

/** A diagnostic with the stable name of its code. */
export const withSlug = <D extends Diagnostic>(d: D): D & { slug: string } => ({
  ...d,
  slug: codeInfo(d.code).slug,
})

/** The `--json` envelope of a report: `{schema, version, ok, exit, …data, diagnostics}`. */
export const reportJson = (r: Report, version: string): string =>
  withoutUnseen(
    JSON.stringify({
      schema: `rtt.${r.command}/1`,
      version,
      ok: r.exit === 0,
      exit: r.exit,
      ...r.data,
      diagnostics: (r.diagnostics ?? []).map(withSlug),
    }),
  )

/** An error in the same envelope. */
export const errorJson = (command: string, error: RttError, version: string): string => {
  const { code, message, at, related, help, exit } = error
  const body = {
    code,
    slug: codeInfo(code).slug,
    severity: 'error',
    summary: message,
    help,
    ...(at ? { at } : {}),
    ...(related.length > 0 ? { related } : {}),
  }
  return withoutUnseen(
    JSON.stringify({
      schema: `rtt.${command}/1`,
      version,
      ok: false,
      exit,
      error: body,
      diagnostics: [],
    }),
  )
}
