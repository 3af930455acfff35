import type { Node } from '../node.ts'
import type { Constants } from './constants.ts'

/** A path as written, with what cannot be known cut off its front. */
export type RawPath = { readonly text: string; readonly isOpen: boolean }

const pathLengthMax = 300
const depthMax = 4

/**
 * The path that a node stands for. A front that cannot be known makes it open, any other part a parameter.
 *
 * @example pathOf(`${base}/users/${id}`) // { text: '/users/{}', isOpen: true }
 */
export const pathOf = (
  node: Node | undefined,
  constants: Constants,
  depth = 0,
): RawPath | undefined => {
  if (node === undefined || depth > depthMax) return undefined
  if (node.kind === 'text') return { text: node.value, isOpen: false }
  if (node.kind === 'name') return pathOf(constants(node.path), constants, depth + 1)
  if (node.kind !== 'concat') return undefined
  let text = ''
  let isOpen = false
  for (const [i, part] of node.parts.entries()) {
    const value = pathOf(part, constants, depth + 1)
    if (value !== undefined) {
      if (i === 0) isOpen = value.isOpen
      text += value.text
    } else if (i === 0) isOpen = true
    else text += '{}'
  }
  if (text === '' || (isOpen && text[0] !== '/')) return undefined
  return { text, isOpen }
}

/** Several paths where a list of them is given. */
export const pathsOf = (node: Node | undefined, constants: Constants): RawPath[] =>
  (node?.kind === 'list' ? node.items : [node]).flatMap((n) => pathOf(n, constants) ?? [])

const isTail = (hole: string): boolean =>
  /^[*+]|\.\.\.?$|^path:|:(?:\*\*?$|path$|\(?[.][*+]\)?|.*\.\*\)?$)/.test(hole)

/** `{id}`, `{id:[0-9]+}`, `{*rest}`, `{path...}`, `<int:id>`, `<path:rest>` as `{}` and `{*}`. */
const bracketed = (path: string): string => {
  let out = ''
  for (let i = 0; i < path.length; i++) {
    const c = path[i]!
    if (c !== '{' && c !== '<') {
      out += c
      continue
    }
    const close = c === '{' ? '}' : '>'
    let depth = 0
    let end = i
    for (; end < path.length; end++) {
      if (path[end] === c) depth++
      else if (path[end] === close && --depth === 0) break
    }
    const hole = path.slice(i + 1, end)
    if (hole !== '$') out += hole === '*' || isTail(hole) ? '{*}' : '{}'
    i = end
  }
  return out
}

const colons = /:[A-Za-z_]\w*(?:\{[^{}]*\}|\([^()]*\))?([*+?])?/g

/** One segment: `*`, `*rest` and `(.*)` are a tail at the end and a parameter elsewhere. */
const segment = (s: string, isLast: boolean): string => {
  if (s === '{*}' || /^(?:\*{1,2}\w*|\(\.[*+]\))$/.test(s)) return isLast ? '{*}' : '{}'
  return s.replace(/(?<!\{)\*+/g, '{}')
}

/**
 * A path in RTT's notation: it starts with `/` and has no `/` at its end; `{}` is a parameter, `{*}` a
 * tail. Undefined for what is no path.
 *
 * @example normalPath('users/:id/') === '/users/{}'
 */
export const normalPath = (raw: string): string | undefined => {
  if (
    raw.length > pathLengthMax ||
    /:\/\/|[\s\\^$|"']/.test(raw.replace(/[{<][^{}<>]*[}>]|\([^()]*\)/g, ''))
  )
    return undefined
  const marked = bracketed(raw.replace(/:([A-Za-z_]\w*)\{[^{}]*\}/g, ':$1'))
  const named = marked.replace(colons, (_, many) => (many === '*' || many === '+' ? '{*}' : '{}'))
  const parts = named
    .replace(/[?#].*$/s, '')
    .split('/')
    .filter((s) => s !== '')
  return `/${parts.map((s, i) => segment(s, i === parts.length - 1)).join('/')}`.replace(
    /\{\*\}(?=.)/g,
    '{}',
  )
}

/** Two pieces of a path with one `/` between them. */
export const joinPath = (a: string, b: string): string => {
  if (a === '' || b === '') return a + b
  return `${a.replace(/\/+$/, '')}/${b.replace(/^\/+/, '')}`
}

/** What stands behind a prefix; where its own front is unknown, the prefix says nothing more. */
export const joinRaw = (a: RawPath, b: RawPath): RawPath =>
  b.isOpen ? b : { text: joinPath(a.text, b.text), isOpen: a.isOpen }

export const noPath: RawPath = { text: '', isOpen: false }
export const anyPrefix: RawPath = { text: '', isOpen: true }

/** The path of a prefix: none where there is no node, an open one where it cannot be known. */
export const prefixOf = (node: Node | undefined, constants: Constants): RawPath =>
  node === undefined ? noPath : (pathOf(node, constants) ?? anyPrefix)
