import type { Facts } from '../../../src/core/model/facts.ts'

/** Each dependency as `group.name range @line:column-endColumn` and its condition. */
export const told = (facts: Facts): readonly string[] =>
  (facts.packages ?? []).flatMap((pkg) =>
    pkg.dependencies.map(({ name, range, group, when, at }) => {
      const place = `@${at.line}:${at.column}-${at.endColumn}`
      return `${group}.${name} ${range} ${place}${when === undefined ? '' : ` if ${when}`}`
    }),
  )

/** Each diagnostic as `code line: summary`. */
export const complaints = (facts: Facts): readonly string[] =>
  (facts.diagnostics ?? []).map((d) => `${d.code} ${d.at?.line}: ${d.summary}`)
