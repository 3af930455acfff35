import type { Endpoint } from '../../core/model/endpoint.ts'
import { type Expression, literal } from '../../core/model/expression.ts'
import { idleInterface } from './idleends.ts'
import { relaxed } from './mentions.ts'
import type { Node } from './node.ts'
import {
  type Annotation,
  type Class,
  classesOf,
  find,
  givenPaths,
  givenTo,
} from './operations/annotations.ts'
import { joinPath, normalPath, pathOf } from './operations/path.ts'
import type { Source } from './operations/source.ts'
import { isMapping, mappingPaths, mappingVerbs } from './operations/spring.ts'
import { reduceLiteral } from './redact.ts'

const sign = /@(?:FeignClient|RegisterRestClient|Client)\s*\(/
const client = /^(?:FeignClient|RegisterRestClient|Client)$/
const hostForm = /^[A-Za-z][\w.-]{0,100}$/
const perFileMax = 200

type Place = Endpoint['at']

/** `http://vets`, `vets`, `${vets.url:http://vets}` as an address. */
const addressOf = (text: string, at: Place): Expression | undefined => {
  const m = /^\$\{([\w.-]{1,100})(?::([^{}]{0,200}))?\}(.*)$/.exec(text)
  if (m === null) {
    const kept = reduceLiteral(text)
    if (kept === undefined || kept === '') return undefined
    if (/^https?:\/\//.test(kept)) return literal(kept)
    return hostForm.test(kept) ? literal(`http://${kept}`) : undefined
  }
  const fallback = m[2] === undefined ? undefined : addressOf(m[2], at)
  const key: Expression = {
    kind: 'env',
    key: relaxed(m[1]!),
    at,
    ...(fallback ? { fallback } : {}),
  }
  const end = reduceLiteral(m[3]!) ?? ''
  return end === '' ? key : { kind: 'concat', parts: [key, literal(end)] }
}

const firstOf = (a: Annotation, names: readonly string[], source: Source): string | undefined => {
  const node: Node | undefined = givenTo(a, names)?.[0]
  const text = pathOf(node, source.constants())?.text
  return text === '' ? undefined : text
}

/** Where a client is sent to: its URL, else the name that it is known by. */
const baseOf = (a: Annotation, source: Source): Expression | undefined => {
  const at = { path: source.path, line: a.line }
  const text =
    firstOf(a, ['url', 'baseUri'], source) ??
    firstOf(a, ['name', 'value', '', 'id', 'serviceId'], source)
  return text === undefined ? undefined : addressOf(text, at)
}

const withPath = (base: Expression, path: string): Expression => {
  if (path === '/' || path === '') return base
  if (base.kind === 'literal') return literal(joinPath(base.value, path))
  return { kind: 'concat', parts: [base, literal(path)] }
}

const endpointsOf = (c: Class, a: Annotation, source: Source): Endpoint[] => {
  const base = baseOf(a, source)
  if (base === undefined) return []
  const prefix = givenPaths(a, ['path'], source.constants())[0]?.text ?? ''
  const outer = find(c.annotations, /^RequestMapping$/)
  const above = joinPath(prefix, outer ? (mappingPaths(outer, source)[0]?.text ?? '') : '')
  const idle = idleInterface(c.name, source.tokens)
  const to = (line: number, path: string, verb?: string): Endpoint => ({
    role: 'consumer',
    protocol: 'http',
    api: `@${a.name}`,
    address: withPath(base, path),
    ...(verb === undefined || verb === '*' ? {} : { verb }),
    ...(idle ? { idle } : {}),
    at: { path: source.path, line },
  })
  const calls = c.members.flatMap((m) =>
    m.annotations.filter(isMapping).flatMap((x) =>
      mappingPaths(x, source).flatMap((p) => {
        const path = normalPath(joinPath(above, p.text))
        return path === undefined ? [] : mappingVerbs(x).map((v) => to(x.line, path, v))
      }),
    ),
  )
  return [to(a.line, ''), ...calls]
}

/**
 * Clients that are declared, not called: interfaces of Feign, MicroProfile and Micronaut whose annotations say whom
 * they call, with the verb and the path of each method.
 *
 * @example // @FeignClient("vets") interface Vets { @GetMapping("/vets") … } calls http://vets/vets
 */
export const declaredClients = (source: Source): Endpoint[] => {
  if ((source.lang !== 'java' && source.lang !== 'kotlin') || !sign.test(source.text)) return []
  return classesOf(source)
    .flatMap((c) => {
      const a = c.keyword === 'interface' ? find(c.annotations, client) : undefined
      return a === undefined ? [] : endpointsOf(c, a, source)
    })
    .slice(0, perFileMax)
}
