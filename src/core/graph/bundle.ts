const importLine = /^import (\{[^}]*\}) from '([^']+)'\n/gm
const exportLine = /^export const (\w+)/gm

const nameOf = (specifier: string): string => specifier.replace(/\W+/g, '_')

const wrap = ([specifier, text]: readonly [string, string]): string => {
  const exported = [...text.matchAll(exportLine)].map((m) => m[1])
  const body = text
    .replace(importLine, (_, names: string, from: string) => `const ${names} = ${nameOf(from)}\n`)
    .replace(exportLine, 'const $1')
  return `const ${nameOf(specifier)} = (() => {\n${body}return { ${exported.join(', ')} }\n})()\n`
}

/**
 * Joins modules of the page to one script: each becomes a function that answers with what it exports. They
 * import by name from `./file.js` and export constants, nothing else, and stand after what they import.
 *
 * @example bundleModules([['./a.js', 'export const a = 1\n'], ['./b.js', "import { a } from './a.js'\n"]])
 */
export const bundleModules = (modules: readonly (readonly [string, string])[]): string =>
  `'use strict'\n${modules.map(wrap).join('')}`
