import { classesOf, find, givenPaths } from './annotations.ts'
import { joinRaw } from './path.ts'
import type { Family, Served, Source } from './source.ts'

const verbs: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Delete: 'DELETE',
  Patch: 'PATCH',
  Head: 'HEAD',
  Options: 'OPTIONS',
  All: '*',
  Sse: 'GET',
}
const controller = /^(?:Controller|JsonController|RestController)$/

const routes = (source: Source): Served[] => {
  const constants = source.constants()
  return classesOf(source).flatMap((c) => {
    const own = find(c.annotations, controller)
    if (own === undefined) return []
    const prefixes = givenPaths(own, ['', 'path'], constants)
    return c.members.flatMap((m) =>
      m.annotations.flatMap((a) => {
        const verb = Object.hasOwn(verbs, a.name) ? verbs[a.name] : undefined
        if (verb === undefined) return []
        return prefixes.flatMap((p) =>
          givenPaths(a, [''], constants).map((x): Served => {
            const { text } = joinRaw(p, x)
            return { verb, path: text, isOpen: true, line: a.line }
          }),
        )
      }),
    )
  })
}

/** NestJS and routing-controllers. A global prefix and a version are given elsewhere: always open. */
export const nest: Family = {
  api: 'nestjs',
  langs: ['typescript', 'javascript'],
  sign: /@(?:Json|Rest)?Controller\s*\(/,
  routes,
}
