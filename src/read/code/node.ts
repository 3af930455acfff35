/** What the tolerant expression parser makes of source: enough to follow an address, no more. */
export type Node =
  | { readonly kind: 'text'; readonly value: string; readonly line: number }
  | { readonly kind: 'concat'; readonly parts: readonly Node[]; readonly line: number }
  | { readonly kind: 'name'; readonly path: string; readonly line: number }
  | {
      readonly kind: 'call'
      readonly callee: string
      readonly base?: Node
      readonly args: readonly Argument[]
      readonly isNew: boolean
      readonly line: number
    }
  | { readonly kind: 'index'; readonly base: Node; readonly key: Node; readonly line: number }
  | {
      readonly kind: 'object'
      readonly entries: readonly (readonly [string, Node])[]
      readonly line: number
    }
  | { readonly kind: 'list'; readonly items: readonly Node[]; readonly line: number }
  | { readonly kind: 'either'; readonly first: Node; readonly second: Node; readonly line: number }
  | { readonly kind: 'other'; readonly line: number }

/** `name` is set for keyword arguments. */
export type Argument = { readonly name?: string; readonly value: Node }

/** A call, an assignment or a function as it stands in a file, with its index among the tokens. */
export type FoundCall = { readonly node: Extract<Node, { kind: 'call' }>; readonly at: number }
export type FoundAssignment = {
  readonly target: string
  readonly value: Node
  readonly line: number
  readonly at: number
}
export type FoundFunction = {
  readonly name: string
  readonly parameters: readonly string[]
  readonly from: number
  readonly to: number
}

/** Everything found in one file. `names` are identifier chains that stand alone, such as base classes. */
export type Found = {
  readonly calls: readonly FoundCall[]
  readonly assignments: readonly FoundAssignment[]
  readonly indexes: readonly {
    readonly node: Extract<Node, { kind: 'index' }>
    readonly at: number
  }[]
  readonly names: readonly { readonly path: string; readonly line: number; readonly at: number }[]
  readonly texts: readonly { readonly node: Node; readonly at: number }[]
  /** `a || b` and its kin, wherever they stand: a default may be among them. */
  readonly choices: readonly Extract<Node, { kind: 'either' }>[]
}

/** The last segment of a dotted chain. */
export const lastOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)
