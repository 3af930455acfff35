import { fromPattern } from './django.ts'
import type { Family, Served } from './source.ts'

/** Tornado: `(r"/users/(\d+)", UserHandler)` in the list of an application. */
export const tornado: Family = {
  api: 'tornado',
  langs: ['python'],
  sign: /\btornado\b/,
  routes: ({ tokens }) =>
    tokens.flatMap((t, i): Served[] => {
      if (t.kind !== 'text' || tokens[i - 1]?.text !== '(' || tokens[i + 1]?.text !== ',') return []
      const parts = t.parts ?? []
      const text = parts.length === 1 && typeof parts[0] === 'string' ? parts[0] : ''
      const handler = tokens[i + 2]
      const before = tokens[i - 2]
      const isTuple = before?.text === '[' || before?.text === ',' || before?.text === 'url'
      if (!isTuple || !text.startsWith('/') || handler?.kind !== 'name') return []
      const path = fromPattern(text)
      return path === undefined ? [] : [{ verb: '*', path, isOpen: false, line: t.line }]
    }),
}
