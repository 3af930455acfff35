/** One requirement of PEP 508. */
export type Requirement = {
  /** Normalised by PEP 503. */
  readonly name: string
  /** Specifiers, or `@` and a URL; empty for any version. */
  readonly range: string
  readonly marker?: string
  /** Where the range begins within the text given; where there is none, the name. */
  readonly offset: number
  readonly length: number
}

/**
 * Makes one name of the spellings that a package index takes for one (PEP 503).
 *
 * @example pythonName('Zope.Interface') // 'zope-interface'
 */
export const pythonName = (name: string): string => name.replace(/[-_.]+/g, '-').toLowerCase()

const head = /^(\s*)([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*/

/** Splits the rest of a requirement into range and marker. A URL ends at white space. */
const split = (rest: string): { readonly range: string; readonly marker: string } => {
  const end = rest.startsWith('@') ? /\s;/.exec(rest)?.index : rest.indexOf(';')
  if (end === undefined || end < 0) return { range: rest.trim(), marker: '' }
  return { range: rest.slice(0, end).trim(), marker: rest.slice(rest.indexOf(';', end) + 1).trim() }
}

/**
 * Parses `name[extra] >=1,<2 ; marker`. The range is kept as written, whether or not it can be
 * understood; undefined where there is no name.
 */
export const parseRequirement = (text: string): Requirement | undefined => {
  const m = head.exec(text)
  if (!m) return undefined
  const { range, marker } = split(text.slice(m[0].length))
  if (range !== '' && !/^[@(<>=!~^*\d]/.test(range)) return undefined
  const isBare = range === ''
  return {
    name: pythonName(m[2]!),
    range,
    offset: isBare ? m[1]!.length : m[0].length,
    length: isBare ? m[2]!.length : range.length,
    ...(marker === '' ? {} : { marker }),
  }
}
