import { joinPath } from './path.ts'
import { verbsIn } from './routers.ts'
import type { Family, Served } from './source.ts'

const mark = /(?:#\[|\*[ \t]*@)Route\s*\(/g
const lookMax = 600
const routesMax = 500

const lineAt = (text: string, index: number): number => {
  let line = 1
  for (let i = text.indexOf('\n'); i >= 0 && i < index; i = text.indexOf('\n', i + 1)) line++
  return line
}

/** The text up to the bracket that closes it. */
const argumentsAt = (text: string, from: number): string => {
  let depth = 1
  for (let i = from; i < Math.min(text.length, from + lookMax); i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')' && --depth === 0) return text.slice(from, i)
  }
  return ''
}

type Found = {
  readonly path: string
  readonly verbs: readonly string[]
  readonly isClass: boolean
  readonly line: number
}

const foundIn = (text: string): Found[] =>
  [...text.matchAll(mark)].slice(0, routesMax).flatMap((m): Found[] => {
    const from = m.index + m[0].length
    const given = argumentsAt(text, from)
    const path = /(?:^|\bpath\s*[:=])\s*["']([^"']{0,200})["']/.exec(given)?.[1]
    if (path === undefined) return []
    const methods = /\bmethods\s*[:=]\s*(?:[[{]([^\]}]*)|["'](\w+)["'])/.exec(given)
    const words = (methods?.[1] ?? methods?.[2] ?? '').match(/\w+/g) ?? []
    const verbs = words.flatMap((w) => verbsIn({ kind: 'text', value: w, line: 0 }))
    const next = /\b(class|function)\s+\w+/.exec(text.slice(from, from + lookMax * 4))?.[1]
    return [{ path, verbs, isClass: next === 'class', line: lineAt(text, m.index) }]
  })

/** Symfony's `#[Route('/x', methods: ['GET'])]` and `@Route("/x")`: to PHP both are comments. */
export const symfony: Family = {
  api: 'symfony',
  langs: ['php'],
  sign: /(?:#\[|@)Route\s*\(/,
  routes: ({ text }) => {
    const all = foundIn(text)
    const own = all.filter((f) => !f.isClass)
    const prefix = own.length > 0 ? (all.find((f) => f.isClass)?.path ?? '') : ''
    // a class that is called itself has one route
    return (own.length > 0 ? own : all).flatMap((f) =>
      (f.verbs.length > 0 ? f.verbs : ['*']).map(
        (verb): Served => ({ verb, path: joinPath(prefix, f.path), isOpen: true, line: f.line }),
      ),
    )
  },
}
