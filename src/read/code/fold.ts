import type { EnvHelper } from '../../core/model/code.ts'
import { type Expression, literal, unknown } from '../../core/model/expression.ts'
import { namesSecret } from '../../core/model/secret.ts'
import { envAccess, isEnvKey } from './environment.ts'
import { flagValue } from './flags.ts'
import { lastOf, type Node } from './node.ts'
import { reduceLiteral } from './redact.ts'

/** Addresses that libraries export, for those who do not say where. */
const libraryConstants: ReadonlyMap<string, Expression> = new Map([
  ['nats.DefaultURL', literal('nats://127.0.0.1:4222')],
  ['api.DefaultAddr', literal('127.0.0.1:8500')],
])

/** Whether a file may name one of them. */
export const namesLibraryAddress = (text: string): boolean =>
  [...libraryConstants.keys()].some((name) => text.includes(lastOf(name)))

type Call = Extract<Node, { kind: 'call' }>

/** What folding has to know of the file: its path and the functions that read env for others. */
export type FoldContext = {
  readonly path: string
  readonly helpers: ReadonlyMap<string, EnvHelper>
}

const passThrough = new Set([
  'to_string',
  'toString',
  'into',
  'trim',
  'strip',
  'rstrip',
  'lstrip',
  'clone',
  'as_str',
  'as_ref',
  'unwrap',
  'expect',
  'to_owned',
  'replace',
  'TrimSuffix',
  'TrimSpace',
  'TrimRight',
  'TrimPrefix',
  'String',
  'str',
  'URL',
  'Parse',
  'parse',
  'create',
  'Uri',
  'URI',
  'Number',
  'parseInt',
  'int',
  'Atoi',
  'valueOf',
  'from',
  'split',
  'Split',
  'concat',
  'rtrim',
  'strval',
  'ok',
  'get',
  'asString',
  'toLowerCase',
])
const fallbacks = new Set([
  'unwrap_or',
  'unwrap_or_else',
  'orElse',
  'getOrElse',
  'or',
  'ok_or',
  'orElseGet',
  'map_or',
  'unwrap_or_default',
  'cmp_or',
])
const formats = new Set(['Sprintf', 'sprintf', 'format', 'Format', 'formatted', 'vsprintf'])
/** Functions that turn a host name into its address: the same end. */
const lookups =
  /^(?:get_?)?(?:ip|host)_?(?:address|entry|by_?name)?(?:_?async)?$|^resolve|^look_?up/i
const depthMax = 24

const either = (of: readonly Expression[]): Expression =>
  of.length === 1 ? of[0]! : { kind: 'either', of }

const withFallback = (first: Expression, second: Expression): Expression => {
  if (first.kind === 'env' && namesSecret(first.key)) return first
  if (
    first.kind === 'env' &&
    first.fallback === undefined &&
    second.kind !== 'unknown' &&
    second.kind !== 'env'
  )
    return { ...first, fallback: second }
  if (first.kind === 'unknown') return second
  if (second.kind === 'env' && first.kind === 'literal' && second.fallback === undefined)
    return { ...second, fallback: first }
  return second.kind === 'unknown' ? first : either([first, second])
}

const hole = /%[-+ #0]*[\d.]*[sdvqSifx]|%\{?\w+\}?s|\{[^{}\s]{0,40}\}/g

/** Fills the holes of a format text with the arguments, by position or by name. */
const fillFormat = (text: string, call: Call, fold: (n: Node) => Expression): Expression => {
  const values = call.args.filter((a) => a.name === undefined).map((a) => a.value)
  const positional = call.base === undefined ? values.slice(1) : values
  const parts: Expression[] = []
  let at = 0
  let next = 0
  for (const m of text.matchAll(hole)) {
    parts.push(literal(text.slice(at, m.index)))
    at = m.index + m[0].length
    const inner = m[0].startsWith('{') ? m[0].slice(1, -1).replace(/[!:].*$/, '') : ''
    const named = call.args.find((a) => a.name === inner && inner !== '')?.value
    const indexed = /^\d+$/.test(inner) ? positional[Number(inner)] : undefined
    const value = named ?? indexed ?? (/^[A-Za-z_]/.test(inner) ? undefined : positional[next++])
    parts.push(value ? fold(value) : inner ? { kind: 'name', name: inner } : unknown)
  }
  parts.push(literal(text.slice(at)))
  return reduceConcat(parts)
}

/** Cuts user info and query out of a concatenation: what stands before `@` in an authority is dropped. */
const reduceConcat = (parts: readonly Expression[]): Expression => {
  const out: Expression[] = []
  for (const part of parts) {
    if (part.kind !== 'literal') {
      out.push(part)
      continue
    }
    const at = part.value.lastIndexOf('@')
    const opened = out.findLastIndex((p) => p.kind === 'literal' && p.value.includes('://'))
    let value = part.value
    if (at >= 0 && opened >= 0 && !part.value.slice(0, at).includes('/')) {
      const start = out[opened] as { value: string }
      out.splice(
        opened,
        out.length - opened,
        literal(start.value.slice(0, start.value.indexOf('://') + 3)),
      )
      value = part.value.slice(at + 1)
    }
    const kept = reduceLiteral(value)
    if (kept !== '') out.push(kept === undefined ? unknown : literal(kept))
  }
  return out.length === 1 ? out[0]! : { kind: 'concat', parts: out }
}

const foldHelper = (
  call: Call,
  context: FoldContext,
  fold: (n: Node) => Expression,
): Expression | undefined => {
  const helper = context.helpers.get(lastOf(call.callee))
  const key = helper && call.args[helper.key]?.value
  if (helper === undefined || key?.kind !== 'text' || !isEnvKey(key.value)) return undefined
  const fallback = helper.fallback === undefined ? undefined : call.args[helper.fallback]?.value
  return envExpression({ key: key.value, line: call.line, fallback, context, fold })
}

type EnvParts = {
  key: string
  line: number
  fallback: Node | undefined
  context: FoldContext
  fold: (n: Node) => Expression
}

const envExpression = ({ key, line, fallback, context, fold }: EnvParts): Expression => {
  const at = { path: context.path, line }
  const value = fallback === undefined || namesSecret(key) ? unknown : fold(fallback)
  return value.kind === 'unknown'
    ? { kind: 'env', key, at }
    : { kind: 'env', key, fallback: value, at }
}

const foldCall = (call: Call, context: FoldContext, fold: (n: Node) => Expression): Expression => {
  const helper = foldHelper(call, context, fold)
  if (helper) return helper
  const flag = flagValue(call)
  if (flag) return fold(flag)
  const last = lastOf(call.callee)
  const first = call.args[0]?.value
  if (formats.has(last)) {
    const text = call.base ?? first
    if (text?.kind === 'text') return fillFormat(text.value, call, fold)
    if (text?.kind === 'concat') return fold(text)
  }
  if (call.base !== undefined) {
    const base = fold(call.base)
    const argument = call.args.findLast((a) => a.name === undefined)?.value
    if (fallbacks.has(last) && argument) return withFallback(base, fold(argument))
    return base
  }
  if (passThrough.has(last) && first) {
    const receiver =
      call.callee.includes('.') && !/^\p{Lu}|^(?:strings|strconv|url)\./u.test(call.callee)
    return receiver ? { kind: 'name', name: call.callee.slice(0, -last.length - 1) } : fold(first)
  }
  if (lookups.test(last) && first) return fold(first)
  const only = call.args.length === 1 && first ? fold(first) : unknown
  return only.kind === 'env' ? only : unknown
}

/**
 * Folds a node to what it can be known to be: literals joined, formats filled, environment reads with
 * their defaults. Secrets and query strings are cut off on the way.
 */
export const foldNode = (node: Node, context: FoldContext, depth = 0): Expression => {
  if (depth > depthMax) return unknown
  const fold = (n: Node) => foldNode(n, context, depth + 1)
  const access = envAccess(node)
  if (access?.key.kind === 'text' && isEnvKey(access.key.value))
    return envExpression({
      key: access.key.value,
      line: node.line,
      fallback: access.fallback,
      context,
      fold,
    })
  switch (node.kind) {
    case 'text': {
      const kept = reduceLiteral(node.value)
      return kept === undefined ? unknown : literal(kept)
    }
    case 'concat':
      return reduceConcat(node.parts.map((p) => (p.kind === 'text' ? literal(p.value) : fold(p))))
    case 'name':
      return libraryConstants.get(node.path) ?? { kind: 'name', name: node.path }
    case 'call':
      return foldCall(node, context, fold)
    case 'either':
      return withFallback(fold(node.first), fold(node.second))
    case 'list':
      return node.items.length > 0 && node.items.length <= 16
        ? either(node.items.map(fold))
        : unknown
    case 'index':
      return fold(node.base).kind === 'env' ? fold(node.base) : unknown
    default:
      return unknown
  }
}
