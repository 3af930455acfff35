import { lastOf, type Node } from '../node.ts'
import {
  type Annotated,
  type Annotation,
  type Class,
  classesOf,
  find,
  givenPaths,
} from './annotations.ts'
import { type Fluent, fluentRoutes, type RouteCall } from './fluent.ts'
import { joinRaw, pathsOf, type RawPath } from './path.ts'
import { argumentAt, verbsIn } from './routers.ts'
import type { Call, Family, Served, Source } from './source.ts'

const methodMax = 12

/** The name of the method that annotations stand before: the word before its `(`. */
const methodName = (m: Annotated, source: Source): string => {
  for (let i = m.end; i < Math.min(m.end + methodMax, source.tokens.length); i++)
    if (source.tokens[i + 1]?.text === '(') return source.tokens[i]!.text
  return ''
}

/** `api/[controller]/[action]` with the names of the class and the method in it. */
const fill = (p: RawPath, c: Class, method: string): RawPath => ({
  ...p,
  text: p.text
    .replace(/^~?\//, '/')
    .replace(/\[controller\]/gi, c.name.replace(/Controller$/, '').toLowerCase())
    .replace(/\[action\]/gi, method.replace(/Async$/, '').toLowerCase()),
})

const verbOf = (a: Annotation): string | undefined =>
  verbsIn({ kind: 'name', path: a.name.replace(/^Http/, ''), line: a.line })[0]

const memberRoutes = (c: Class, m: Annotated, source: Source): Served[] => {
  const constants = source.constants()
  const home = find(c.annotations, /^Route$/)
  const own = find(m.annotations, /^Route$/)
  const method = methodName(m, source)
  return m.annotations.flatMap((a) => {
    const verb = a.name.startsWith('Http') ? verbOf(a) : undefined
    if (verb === undefined) return []
    const given = givenPaths(a, ['', 'template'], constants)
    const paths =
      own && given[0]?.text === '' ? givenPaths(own, ['', 'template'], constants) : given
    return givenPaths(home, ['', 'template'], constants).flatMap((p) =>
      paths.map((x) => {
        const isWhole = /^~?\//.test(x.text)
        const { text } = isWhole
          ? fill(x, c, method)
          : joinRaw(fill(p, c, method), fill(x, c, method))
        return { verb, path: text, isOpen: p.isOpen || x.isOpen, line: a.line }
      }),
    )
  })
}

const controllers = (source: Source): Served[] =>
  classesOf(source)
    .filter(
      (c) =>
        find(c.annotations, /^(?:Route|ApiController|Controller)$/) ||
        c.name.endsWith('Controller'),
    )
    .flatMap((c) => c.members.flatMap((m) => memberRoutes(c, m, source)))
    .filter((r) => r.path !== '')

const routeOf = (call: Call, _at: number, source: Source): RouteCall | undefined => {
  const last = lastOf(call.callee)
  const paths = pathsOf(argumentAt(call, 0), source.constants())
  if (!last.startsWith('Map') || call.args.length < 2) return undefined
  if (last === 'Map') return { verbs: ['*'], paths }
  if (last === 'MapMethods') return { verbs: verbsIn(argumentAt(call, 1)), paths }
  const verb = verbsIn({ kind: 'name', path: last.slice(3), line: call.line })[0]
  return verb === undefined ? undefined : { verbs: [verb], paths }
}

const groupOf = (call: Call): Node | undefined =>
  lastOf(call.callee) === 'MapGroup' ? argumentAt(call, 0) : undefined

const minimal: Fluent = {
  makes: (call) => (call.callee === 'builder.Build' ? 'root' : undefined),
  groupOf,
  mountOf: () => undefined,
  routeOf,
  isKnown: () => true,
}

/** ASP.NET: controllers by their attributes, and minimal endpoints. */
export const aspnet: Family = {
  api: 'asp.net',
  langs: ['csharp'],
  sign: /\[Http(?:Get|Post|Put|Delete|Patch|Head)|\.Map(?:Get|Post|Put|Delete|Patch|Methods|Group)?\s*\(/,
  routes: (source) => [...controllers(source), ...fluentRoutes(minimal, source)],
}
