import type { CodeFacts } from '../../core/model/code.ts'
import type { Endpoint, EnvRead } from '../../core/model/endpoint.ts'
import type { Expression } from '../../core/model/expression.ts'
import type { Place } from '../../core/model/place.ts'
import { namesSecret } from '../../core/model/secret.ts'
import { reduceLiteral } from '../code/redact.ts'
import { scopeOf } from '../code/scope.ts'
import { interpolate } from '../template.ts'

type Texts = {
  readonly path: string
  readonly lang: string
  /** Set where the text belongs to one unit and not to the folder that it stands in. */
  readonly unit?: string
  readonly texts: readonly { readonly text: string; readonly at: Place }[]
}

const words =
  /(?:[a-z][a-z0-9+]{0,30}:\/\/)?(?:[\w.-]|\$\{[^}\s]{0,200}\}|\$\w+|\$\([A-Za-z_]\w*\))+(?::(?:\d{2,5}|\$\{[^}\s]{0,200}\}|\$\w+))?/g

const reduce = (e: Expression): Expression => {
  if (e.kind === 'literal') return { kind: 'literal', value: reduceLiteral(e.value) ?? '' }
  if (e.kind === 'concat') return { kind: 'concat', parts: e.parts.map(reduce) }
  if (e.kind !== 'env' || e.fallback === undefined) return e
  return namesSecret(e.key)
    ? { kind: 'env', key: e.key, at: e.at }
    : { ...e, fallback: reduce(e.fallback) }
}

const envOf = (e: Expression): EnvRead[] => {
  if (e.kind === 'concat') return e.parts.flatMap(envOf)
  return e.kind === 'env'
    ? [{ key: e.key, at: e.at, ...(e.fallback ? { fallback: e.fallback } : {}) }]
    : []
}

const isAddress = (word: string): boolean =>
  /^[a-z][a-z0-9+]*:\/\/./.test(word) || /^[a-z][\w.-]*:\d{2,5}$/i.test(word)

/**
 * What command lines and shell text say about connections: the variables they expand, and the
 * addresses that stand in them.
 */
export const textUses = ({ path, lang, unit, texts }: Texts): CodeFacts[] => {
  const endpoints: Endpoint[] = []
  const reads: EnvRead[] = []
  for (const { text, at } of texts) {
    reads.push(
      ...envOf(reduce(interpolate(text, 'shell', at))),
      ...envOf(interpolate(text, 'kubernetes', at)),
    )
    for (const [word] of text.matchAll(words)) {
      if (!isAddress(word) || word.includes('localhost') || word.includes('127.0.0.1')) continue
      endpoints.push({
        role: 'consumer',
        protocol: 'tcp',
        api: 'command',
        address: reduce(interpolate(word, 'shell', at)),
        at,
      })
    }
  }
  if (endpoints.length === 0 && reads.length === 0) return []
  return [
    {
      path,
      lang,
      ...(unit === undefined ? {} : { unit }),
      scope: scopeOf(path),
      endpoints,
      reads,
      assignments: [],
      helpers: [],
      keyCalls: [],
    },
  ]
}
