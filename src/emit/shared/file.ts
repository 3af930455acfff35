import { RttError } from '../../core/diag/error.ts'

/** A file to be written; `path` is relative to the driver's folder, with `/`. */
export type GeneratedFile = { readonly path: string; readonly text: string }

/**
 * The texts of `templates/connector/`, by their path below it: `ts/wire.mts`, `python/wire.py`. The
 * caller reads all of them; the emitters take those that a contract needs.
 */
export type Templates = ReadonlyMap<string, string>

/** @throws RttError RTT9001 when the installation is incomplete */
export const templateText = (templates: Templates, path: string): string => {
  const text = templates.get(path)
  if (text === undefined) throw new RttError('RTT9001', `the template ${path} was not given`)
  return text
}
