import { lastOf } from '../node.ts'
import { type Annotation, type Class, classesOf, find, givenPaths, givenTo } from './annotations.ts'
import { joinRaw, pathsOf, type RawPath } from './path.ts'
import { argumentAt, verbsIn } from './routers.ts'
import type { Family, Served, Source } from './source.ts'

const mapping =
  /^(?:Get|Post|Put|Delete|Patch)Mapping$|^(?:Get|Post|Put|Delete|Patch|)Exchange$|^RequestMapping$/
const pathNames = ['', 'value', 'path', 'url', 'uri']

/** The verbs of a mapping: in its name, else under `method`, else any. */
export const mappingVerbs = (a: Annotation): string[] => {
  const inName = /^(Get|Post|Put|Delete|Patch)(?:Mapping|Exchange)$/.exec(a.name)?.[1]
  if (inName !== undefined) return [inName.toUpperCase()]
  const given = (givenTo(a, ['method']) ?? []).flatMap(verbsIn)
  return given.length > 0 ? given : ['*']
}

export const isMapping = (a: Annotation): boolean => mapping.test(a.name)
export const mappingPaths = (a: Annotation, source: Source): RawPath[] =>
  givenPaths(a, pathNames, source.constants())

/** Interfaces that a client is made of; they serve nothing. */
export const isClient = (c: Class): boolean =>
  find(c.annotations, /^(?:FeignClient|RegisterRestClient|HttpExchange|Client|RetrofitClient)$/) !==
    undefined ||
  (c.keyword === 'interface' && c.members.some((m) => find(m.annotations, /Exchange$/)))

const annotated = (source: Source): Served[] =>
  classesOf(source).flatMap((c) => {
    if (isClient(c)) return []
    const outer = find(c.annotations, /^RequestMapping$/)
    const prefixes = outer ? mappingPaths(outer, source) : [{ text: '', isOpen: false }]
    return c.members.flatMap((m) =>
      m.annotations
        .filter(isMapping)
        .flatMap((a) =>
          prefixes.flatMap((p) =>
            mappingPaths(a, source).flatMap((x) =>
              mappingVerbs(a).map(
                (verb): Served => ({ verb, path: joinRaw(p, x).text, isOpen: true, line: a.line }),
              ),
            ),
          ),
        ),
    )
  })

/** WebFlux: `route(GET("/x"), h)`, `RouterFunctions.route().GET("/x", h)`. */
const functional = (source: Source): Served[] =>
  /RouterFunction|coRouter|\brouter\s*\{/.test(source.text)
    ? source.found.calls.flatMap(({ node }) => {
        const verbs = verbsIn({ kind: 'name', path: node.callee, line: node.line })
        const isShouted = lastOf(node.callee) === verbs[0]
        const paths = isShouted ? pathsOf(argumentAt(node, 0), source.constants()) : []
        return paths
          .filter((p) => p.text.startsWith('/'))
          .map((p) => ({ verb: verbs[0]!, path: p.text, isOpen: true, line: node.line }))
      })
    : []

/** Spring MVC and WebFlux. The context path is set in configuration: always open. */
export const spring: Family = {
  api: 'spring',
  langs: ['java', 'kotlin'],
  sign: /Mapping\b|RouterFunction|coRouter/,
  routes: (source) => [...annotated(source), ...functional(source)],
}
