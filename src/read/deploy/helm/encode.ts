import type { Yaml } from '../../yaml/document.ts'
import { hole, isList, isMap, Method, sortedKeys, textOf, unknown, type Value } from './value.ts'

const depthMax = 40
const nodesMax = 8000

type Walk = { left: number }

const plain = /^[A-Za-z_/.][\w/.@+-]*(?: [\w/.@+(),-]+)*$/
const typed = /^(?:true|false|yes|no|on|off|y|n|null|~|[-+.]?(?:inf|nan|\d.*)|\.)$/i

const scalar = (text: string, indent: string): string => {
  if (plain.test(text) && !typed.test(text)) return text
  if (/[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]|\t\n/.test(text)) return JSON.stringify(text)
  if (typed.test(text) && !/["\\\n]/.test(text)) return `"${text}"`
  if (!text.includes('\n')) return `'${text.replaceAll("'", "''")}'`
  if (/^[\s]|^\n/.test(text)) return JSON.stringify(text)
  const body = text.replace(/\n+$/, '')
  const ends = text.length - body.length
  const mark = ends === 0 ? '|-' : ends === 1 ? '|' : '|+'
  const lines = (ends > 1 ? text.slice(0, -1) : body).split('\n')
  return `${mark}\n${lines.map((l) => (l === '' ? '' : indent + l)).join('\n')}`
}

const write = (v: Value, indent: string, walk: Walk): string => {
  if (walk.left-- <= 0 || indent.length > depthMax * 2) return hole
  if (isMap(v) && v.size > 0)
    return sortedKeys(v)
      .map((k) => {
        const inner = v.get(k)!
        const key = scalar(k.replaceAll('\n', ' '), indent)
        if (isMap(inner) && inner.size > 0)
          return `${indent}${key}:\n${write(inner, `${indent}  `, walk)}`
        if (isList(inner) && inner.length > 0)
          return `${indent}${key}:\n${write(inner, indent, walk)}`
        return `${indent}${key}: ${write(inner, `${indent}  `, walk)}`
      })
      .join('\n')
  if (isList(v) && v.length > 0)
    return v
      .map((x) => {
        const isBlock = (isMap(x) && x.size > 0) || (isList(x) && x.length > 0)
        const inner = write(x, `${indent}  `, walk)
        return `${indent}- ${isBlock ? inner.slice(indent.length + 2) : inner}`
      })
      .join('\n')
  if (v === null) return 'null'
  if (isMap(v)) return '{}'
  if (isList(v)) return '[]'
  if (v === unknown || v instanceof Method) return hole
  return typeof v === 'string' ? (v === '' ? '""' : scalar(v, indent)) : textOf(v)
}

/** YAML of a value, keys in order, as `toYaml` prints it. */
export const toYaml = (v: Value): string => write(v, '', { left: nodesMax })

const plainOf = (v: Value, walk: Walk, depth = 0): unknown => {
  if (walk.left-- <= 0 || depth > depthMax) return hole
  if (isList(v)) return v.map((x) => plainOf(x, walk, depth + 1))
  if (isMap(v)) {
    const out: Record<string, unknown> = Object.create(null)
    for (const k of sortedKeys(v)) out[k] = plainOf(v.get(k)!, walk, depth + 1)
    return out
  }
  return v === unknown || v instanceof Method ? hole : v
}

/** JSON of a value, keys in order. */
export const toJson = (v: Value, indent?: number): string =>
  JSON.stringify(plainOf(v, { left: nodesMax }), undefined, indent)

const convert = (node: Yaml, walk: Walk, depth: number): Value => {
  if (walk.left-- <= 0 || depth > depthMax) return unknown
  if (node.isMap) return new Map(node.entries().map(([k, v]) => [k, convert(v, walk, depth + 1)]))
  if (node.isList) return node.items().map((i) => convert(i, walk, depth + 1))
  return node.scalar ?? null
}

/** A parsed node as a value of templates; at most so many nodes, however often aliases repeat them. */
export const fromNode = (node: Yaml): Value => convert(node, { left: nodesMax }, 0)
