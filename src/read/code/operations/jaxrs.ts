import { type Annotation, type Class, classesOf, find, givenPaths } from './annotations.ts'
import { joinRaw, type RawPath } from './path.ts'
import { verbsIn } from './routers.ts'
import type { Family, Served, Source } from './source.ts'
import { isClient } from './spring.ts'

const micronaut: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Delete: 'DELETE',
  Patch: 'PATCH',
  Head: 'HEAD',
  Options: 'OPTIONS',
}

const routesOf = (c: Class, prefix: readonly RawPath[], source: Source): Served[] =>
  c.members.flatMap((m) =>
    m.annotations.flatMap((a): Served[] => {
      const own = endOf(a, m.annotations, source)
      return own.flatMap(({ verb, path }) =>
        prefix.map((p) => ({ verb, path: joinRaw(p, path).text, isOpen: true, line: a.line })),
      )
    }),
  )

const endOf = (
  a: Annotation,
  all: readonly Annotation[],
  source: Source,
): { verb: string; path: RawPath }[] => {
  const short = Object.hasOwn(micronaut, a.name) ? micronaut[a.name] : undefined
  if (short !== undefined)
    return givenPaths(a, ['', 'value', 'uri', 'uris'], source.constants()).map((path) => ({
      verb: short,
      path,
    }))
  const verb = verbsIn({ kind: 'name', path: a.name, line: a.line })[0]
  if (verb !== a.name || a.given.length > 0) return []
  const path = givenPaths(find(all, /^Path$/), ['', 'value'], source.constants())
  return path.map((p) => ({ verb, path: p }))
}

const routes = (source: Source): Served[] =>
  classesOf(source).flatMap((c) => {
    const home = find(c.annotations, /^(?:Path|Controller)$/)
    const isBare = home === undefined && c.members.every((m) => !find(m.annotations, /^Path$/))
    if (isClient(c) || isBare) return []
    return routesOf(c, givenPaths(home, ['', 'value'], source.constants()), source)
  })

/** JAX-RS (Jersey, RESTEasy, Quarkus) and Micronaut. The path of the application is given elsewhere: open. */
export const jaxrs: Family = {
  api: 'jax-rs',
  langs: ['java', 'kotlin'],
  sign: /\b(?:javax|jakarta)\.ws\.rs\b|\bio\.micronaut\.http\b/,
  routes: (source) => {
    const api = source.text.includes('io.micronaut') ? 'micronaut' : 'jax-rs'
    return routes(source).map((r) => ({ ...r, api }))
  },
}
