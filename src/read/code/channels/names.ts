import type { Expression } from '../../../core/model/expression.ts'
import { type FoldContext, foldNode } from '../fold.ts'
import { relaxed } from '../mentions.ts'
import { lastOf, type Node } from '../node.ts'
import { argumentAt, optionOf } from '../operations/routers.ts'
import type { Source } from '../operations/source.ts'

/** Calls that declare a queue and hand back a handle of it: where its name stands. */
const declares = new Set([
  'QueueDeclare',
  'assertQueue',
  'queue_declare',
  'declare_queue',
  'QueueDeclareAsync',
  'queueDeclare',
  'queue',
  'fanout',
  'topic',
  'direct',
  'declare_exchange',
  'QueueDeclarePassive',
])
const wrappers = new Set([
  'asList',
  'of',
  'listOf',
  'singletonList',
  'singleton',
  'List',
  'String',
  'newQueue',
  'Ptr',
  'StringPtr',
])
const lengthMax = 200
const depthMax = 4
const namesMax = 16

/** What each variable of a file is given, where it is given one thing only. */
export type Given = (name: string) => Node | undefined

export const givenIn = (source: Source): Given => {
  const values = new Map<string, Node | undefined>()
  for (const a of source.found.assignments) {
    const name = lastOf(a.target)
    values.set(name, values.has(name) ? undefined : a.value)
  }
  return (name) => values.get(name)
}

/** The texts in a list, in `List.of(…)`, in a pointer, or the one text that stands there alone. */
const unwrapped = (node: Node, depth = 0): Node[] => {
  if (depth > depthMax) return []
  if (node.kind === 'list') return node.items.flatMap((n) => unwrapped(n, depth + 1))
  if (node.kind === 'call' && wrappers.has(lastOf(node.callee)))
    return node.args.flatMap((a) => unwrapped(a.value, depth + 1))
  // confluent-kafka-go: TopicPartition{Topic: &topic}
  if (node.kind === 'call' && lastOf(node.callee) === 'TopicPartition')
    return [optionOf(node, ['Topic'])].flatMap((n) => (n ? unwrapped(n, depth + 1) : []))
  return [node]
}

/** Spring's `${orders.topic:orders}` as the variable that stands for the key. */
const placeholder = (text: string, source: Source, line: number): Expression | undefined => {
  const m = /^\$\{([\w.-]{1,100})(?::([^{}]{0,100}))?\}$/.exec(text)
  if (m === null) return undefined
  const fallback = m[2] ? { fallback: { kind: 'literal' as const, value: m[2] } } : {}
  return { kind: 'env', key: relaxed(m[1]!), ...fallback, at: { path: source.path, line } }
}

/** The name in the address of a queue or topic: the last part of its URL or ARN. */
const shortName = (text: string): string =>
  /^https?:\/\/|^arn:/.test(text) ? text.replace(/^.*[/:]/s, '') : text

const isName = (text: string): boolean =>
  text !== '' && text.length <= lengthMax && !/[\s\0]/.test(text) && !/^[{}[\]]/.test(text)

type Asked = { readonly source: Source; readonly given: Given; readonly context: FoldContext }

/** A variable that is plainly named after a channel, or is a constant. */
const speaks = (name: string): boolean =>
  /topic|queue|channel|subject|stream|exchange|routing/i.test(name) ||
  /^[A-Z][A-Z0-9_]+$/.test(lastOf(name))

/** What a variable is given in the file: a text, an environment read, the name of a declared queue. */
const followed = (name: string, asked: Asked, depth: number): Expression[] => {
  const [head] = name.split('.')
  const value = asked.given(lastOf(name)) ?? asked.given(head!)
  if (value === undefined || depth > depthMax) return []
  if (value.kind === 'call' && declares.has(lastOf(value.callee))) {
    const declared = argumentAt(value, 0) ?? optionOf(value, ['queue', 'name'])
    return declared ? namesOf(declared, asked, false, depth + 1) : []
  }
  return namesOf(value, asked, false, depth + 1)
}

const isKnown = (e: Expression): boolean =>
  e.kind === 'env' ||
  (e.kind === 'literal' && isName(e.value)) ||
  (e.kind === 'concat' && e.parts.some((p) => p.kind === 'literal' && /[a-z]/i.test(p.value)))

const folded = (node: Node, asked: Asked): Expression => {
  const value = foldNode(node, asked.context)
  if (value.kind !== 'concat') return value
  const parts = value.parts.map((p) => {
    const own = p.kind === 'name' ? followed(p.name, asked, depthMax - 1) : []
    return own.length === 1 ? own[0]! : p
  })
  return parts.every((p) => p.kind === 'literal')
    ? { kind: 'literal', value: parts.map((p) => p.value).join('') }
    : { kind: 'concat', parts }
}

/**
 * The names of channels that a node can be. A variable that the file gives no value stays a name where it is
 * plainly one of a channel, or where nothing else can stand there.
 */
export const namesOf = (node: Node, asked: Asked, isSure: boolean, depth = 0): Expression[] =>
  unwrapped(node)
    .slice(0, namesMax)
    .flatMap((n): Expression[] => {
      if (n.kind === 'text') {
        const key = placeholder(n.value, asked.source, n.line)
        const text = shortName(n.value)
        return key ? [key] : isName(text) ? [{ kind: 'literal', value: text }] : []
      }
      const value = folded(n, asked)
      if (value.kind === 'name') {
        const known = followed(value.name, asked, depth)
        if (known.length > 0) return known
        return (isSure || speaks(value.name)) && depth === 0 ? [value] : []
      }
      if (value.kind === 'literal') {
        const text = shortName(value.value)
        return isName(text) ? [{ kind: 'literal', value: text }] : []
      }
      return isKnown(value) ? [value] : []
    })
