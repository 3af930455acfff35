import type { Expression } from '../../core/model/expression.ts'
import { namesSecret } from '../../core/model/secret.ts'
import { reduceLiteral } from '../code/redact.ts'

/** An expression with nothing but addresses in its literals, and no default for what is named like a secret. */
export const withoutSecrets = (e: Expression): Expression => {
  if (e.kind === 'literal') return { kind: 'literal', value: reduceLiteral(e.value) ?? '' }
  if (e.kind === 'concat') return { kind: 'concat', parts: e.parts.map(withoutSecrets) }
  if (e.kind === 'either') return { kind: 'either', of: e.of.map(withoutSecrets) }
  if (e.kind !== 'env' || e.fallback === undefined) return e
  return namesSecret(e.key)
    ? { kind: 'env', key: e.key, at: e.at }
    : { ...e, fallback: withoutSecrets(e.fallback) }
}
