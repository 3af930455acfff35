import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { diagnostic } from '../../core/diag/diagnostic.ts'
import { nestingDepth } from '../../core/json/parse.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import { type Locate, locator } from './lines.ts'
import type { Parsed, Tree } from './tree.ts'

const depthMax = 64

const treeOf = (node: Node, locate: Locate): Tree => {
  const at = locate(node.offset, node.offset + node.length)
  const children = node.children ?? []
  if (node.type === 'string') return { kind: 'text', value: node.value, at }
  if (node.type === 'boolean') return { kind: 'boolean', value: node.value, at }
  if (node.type === 'array')
    return { kind: 'list', items: children.map((c) => treeOf(c, locate)), at }
  if (node.type !== 'object') return { kind: node.type === 'number' ? 'number' : 'null', at }
  const entries = children.flatMap(({ children: pair }): (readonly [string, Tree])[] =>
    pair?.[1] ? [[String(pair[0]!.value), treeOf(pair[1], locate)]] : [],
  )
  return { kind: 'table', entries: new Map(entries), at }
}

/** Strict JSON, as npm reads it: a byte order mark is passed over, comments are not. */
export const parseJson = (file: SourceFile): Parsed => {
  if (nestingDepth(new TextEncoder().encode(file.text), depthMax) > depthMax) {
    const at = { path: file.path, line: 1 }
    return {
      problems: [diagnostic('RTT1013', `nested deeper than ${depthMax} levels`, { at })],
    }
  }
  const locate = locator(file)
  const errors: ParseError[] = []
  const node = parseTree(file.text.replace(/^\uFEFF/, ' '), errors, { disallowComments: true })
  const error = errors[0]
  if (node && !error) return { root: treeOf(node, locate), problems: [] }
  const why = error ? printParseErrorCode(error.error) : 'ValueExpected'
  return {
    problems: [
      diagnostic('RTT1002', `this JSON cannot be parsed: ${why}`, {
        at: locate(error?.offset ?? 0),
      }),
    ],
  }
}
