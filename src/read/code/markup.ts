import { clientWord } from '../../core/model/endpoint.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { scopeOf } from './scope.ts'

const lengthMax = 2_000_000
const touchedMax = 300

const read = ({ path, text }: SourceFile): Facts => {
  const names = new Set<string>()
  for (const [name] of text.slice(0, lengthMax).matchAll(/\b[A-Za-z_]\w{2,80}\b/g))
    if (clientWord.test(name) && names.size <= touchedMax) names.add(name)
  if (names.size === 0) return {}
  const touches = names.size > touchedMax ? ['*'] : [...names]
  return {
    code: [
      {
        path,
        lang: 'markup',
        scope: scopeOf(path),
        endpoints: [],
        reads: [],
        assignments: [],
        helpers: [],
        keyCalls: [],
        touches,
      },
    ],
  }
}

/**
 * Pages and components with code in them, which is not read: only what clients they name, so that none is
 * called unused that they use.
 */
export const markupReader: Reader = {
  id: 'markup',
  version: 1,
  accepts: (path) => /\.(?:vue|svelte|astro|razor|cshtml|mdx)$/.test(path),
  read,
}
