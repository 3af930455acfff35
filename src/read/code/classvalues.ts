import type { Found, Node } from './node.ts'

type Call = Extract<Node, { kind: 'call' }>

/** Classes of django-configurations: `values.Value(…)`, `values.URLValue(…)`, `SecretFileValue` is a path. */
const value = /(?:^|\.)values\.(?!SecretFile)\w*Value$/

const argument = (node: Call, name: string): Node | undefined =>
  node.args.find((a) => a.name === name)?.value

/**
 * The variable that a setting of django-configurations is read from, and its default: the one it names, behind the
 * prefix `DJANGO_` unless that is another one, or none.
 */
export const classValue = (node: Call): { key: Node; fallback?: Node } | undefined => {
  if (!value.test(node.callee)) return undefined
  const named = argument(node, 'environ_name')
  if (named?.kind !== 'text') return undefined
  const prefix = argument(node, 'environ_prefix')
  const before = prefix === undefined ? 'DJANGO_' : prefix.kind === 'text' ? `${prefix.value}_` : ''
  const fallback = node.args.find((a) => a.name === undefined)?.value ?? argument(node, 'default')
  const isText = fallback !== undefined && fallback.kind !== 'name'
  return {
    key: { kind: 'text', value: `${before}${named.value}`, line: node.line },
    ...(isText ? { fallback } : {}),
  }
}

/** `EMAIL_HOST = values.Value(None)` is named as what it is assigned to. */
const withName = (node: Node, name: string): Node => {
  if (node.kind !== 'call' || !value.test(node.callee)) return node
  if (argument(node, 'environ_name') !== undefined || !/^[A-Z][A-Z0-9_]*$/.test(name)) return node
  const key = {
    name: 'environ_name',
    value: { kind: 'text' as const, value: name, line: node.line },
  }
  return { ...node, args: [...node.args, key] }
}

/** The assignments of a file, settings of django-configurations with the names that they take from them. */
export const withValueNames = (found: Found, text: string): Found =>
  /\bvalues\.\w*Value\(/.test(text)
    ? {
        ...found,
        assignments: found.assignments.map((a) => ({ ...a, value: withName(a.value, a.target) })),
      }
    : found
