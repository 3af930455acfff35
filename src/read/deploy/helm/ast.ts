/** What one argument or command of a pipeline is. */
export type Operand =
  | { readonly kind: 'dot' }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'function'; readonly name: string }
  | { readonly kind: 'pipe'; readonly pipe: Pipe }
  | { readonly kind: 'fields'; readonly base: Operand; readonly names: readonly string[] }

/** `f a b`: an operand and its arguments. */
export type Command = readonly Operand[]

/** `$x := a | b c`: commands, each given the last one's value, and the variables that take it. */
export type Pipe = {
  readonly variables: readonly string[]
  readonly assigns: boolean
  readonly commands: readonly Command[]
  readonly line: number
}

export type Branch = { readonly pipe: Pipe; readonly body: readonly Node[] }

/** A node of a template. `if`, `with` and `range` have branches, tried in turn, and what is left. */
export type Node =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  | { readonly kind: 'action'; readonly pipe: Pipe }
  | {
      readonly kind: 'if' | 'with' | 'range'
      readonly branches: readonly Branch[]
      readonly otherwise: readonly Node[]
    }
  | {
      readonly kind: 'template'
      readonly name: string
      readonly pipe?: Pipe
      readonly line: number
    }
  | { readonly kind: 'break' | 'continue' }

/** A parsed file: what it prints, and the templates that it defines. */
export type Template = {
  readonly body: readonly Node[]
  readonly defines: ReadonlyMap<string, readonly Node[]>
}
