import { canonicalize } from '../../json/canonical.ts'
import type { ContractBody, Method } from '../../model/contract.ts'
import { type Change, type Effect, effectOf } from './change.ts'
import { protoChanges } from './proto.ts'
import { SchemaWalk } from './schema.ts'

const parameter = /\{([^{}]*)\}|:(\w+)/g

/** A path without the names of its parameters: `/items/{id}` and `/items/{item}` are one. */
export const shape = (path: string): string => path.replace(parameter, '{}')

/** Parameters of one path by their place in it: what each is called now. */
const renamedIn = (a: Method, b: Method): ReadonlyMap<string, string> => {
  const names = (m: Method): string[] =>
    [...(m.http?.path ?? '').matchAll(parameter)].map(([, braced, plain]) => (braced ?? plain)!)
  const now = names(b)
  return wireName(a) === wireName(b)
    ? new Map(names(a).map((name, i) => [name, now[i]!]))
    : new Map()
}

/** What a method is known by on the wire: verb and path, else its name. */
const wireName = (m: Method): string =>
  m.http === undefined ? m.name : `${m.http.verb} ${shape(m.http.path)}`

const shown = (m: Method): string => (m.http ? `${m.http.verb} ${m.http.path}` : m.name)

const operationOf = (m: Method): Pick<Change, 'operation'> =>
  m.http ? { operation: shown(m) } : {}

const change = (
  rule: Change['rule'],
  m: Method,
  effect: Effect,
  more: Partial<Change> = {},
): Change => ({
  rule,
  path: shown(m),
  member: m.name,
  ...operationOf(m),
  before: '',
  after: '',
  wire: effect,
  source: effect,
  ...more,
})

const isGrave = (c: Change): boolean => effectOf(c) !== 'safe'

/**
 * The text that a model decides by, and what it is told to send, where types show no difference that counts: another tool is another
 * contract, also one that takes more than before.
 */
const toolChanges = (a: Method, b: Method, hasOthers: boolean): Change[] => {
  const [was, is] = [a.tool?.description ?? '', b.tool?.description ?? '']
  const description =
    was === is ? [] : [change('description-changed', a, 'unknown', { before: was, after: is })]
  const [said, says] = [canonicalize(a.tool?.more ?? null), canonicalize(b.tool?.more ?? null)]
  const more =
    said === says ? [] : [change('definition-changed', a, 'unknown', { before: said, after: says })]
  const [schema, now] = [canonicalize(a.tool?.input ?? null), canonicalize(b.tool?.input ?? null)]
  return hasOthers || schema === now
    ? [...description, ...more]
    : [
        ...description,
        ...more,
        change('input-schema-changed', a, 'unknown', { before: schema, after: now }),
      ]
}

/** All that a model is told of a tool. */
const toolText = ({ tool }: Method): string =>
  tool === undefined
    ? ''
    : [
        ...(tool.description === undefined ? [] : [tool.description]),
        ...(tool.input === undefined ? [] : [`takes ${canonicalize(tool.input)}`]),
        ...(tool.more === undefined ? [] : [`says ${canonicalize(tool.more)}`]),
      ].join('\n')

const methodChanges = (before: ContractBody, after: ContractBody): readonly Change[] => {
  const now = new Map(after.methods.map((m) => [wireName(m), m]))
  const named = new Map(after.methods.map((m) => [m.name, m]))
  const met = new Set<Method>()
  const out: Change[] = []
  for (const a of before.methods) {
    const b = now.get(wireName(a)) ?? named.get(a.name)
    if (b === undefined) {
      out.push(change('method-removed', a, 'breaking'))
      continue
    }
    met.add(b)
    if (wireName(a) !== wireName(b))
      out.push(change('method-moved', a, 'breaking', { before: shown(a), after: shown(b) }))
    const walk = new SchemaWalk(before, after, renamedIn(a, b))
    walk.walk(a.input, b.input, { path: shown(a), side: 'request' })
    walk.walk(a.output, b.output, { path: shown(a), side: 'response' })
    out.push(
      ...walk.changes.map((c) => ({ ...c, ...operationOf(a) })),
      ...toolChanges(a, b, walk.changes.some(isGrave)),
    )
  }
  // What a model may call is decided by somebody who has read it.
  const added: Effect = after.dialect === 'mcp' ? 'unknown' : 'safe'
  for (const b of after.methods)
    if (!met.has(b)) out.push(change('method-added', b, added, { after: toolText(b) }))
  return out
}

/** A payload that both sides know: who writes it and who reads it may be either, so that both ways count. */
const rootChanges = (before: ContractBody, after: ContractBody): readonly Change[] => {
  if (before.root === undefined || after.root === undefined) return []
  const walk = new SchemaWalk(before, after)
  for (const side of ['request', 'response'] as const)
    walk.walk(before.root, after.root, { path: before.id, side })
  return walk.changes
}

const unique = (changes: readonly Change[]): readonly Change[] => [
  ...new Map(changes.map((c) => [canonicalize(c), c])).values(),
]

/**
 * What was done to a contract, and what each change does to those who use it. Pure; in the order of the old contract.
 *
 * @example changesOf(locked, found).some((c) => effectOf(c) === 'breaking')
 */
export const changesOf = (before: ContractBody, after: ContractBody): readonly Change[] => {
  if (before.dialect === 'proto' && after.dialect === 'proto') return protoChanges(before, after)
  return unique([...methodChanges(before, after), ...rootChanges(before, after)])
}
