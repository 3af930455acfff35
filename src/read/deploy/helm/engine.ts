import type { Node } from './ast.ts'
import type { Budget } from './budget.ts'
import type { Value } from './value.ts'

/** Where a template prints to; `line` is that of the text or action. */
export type Sink = (text: string, line: number, isText: boolean) => void

/** What all templates of a chart are run with. */
export type Engine = {
  readonly defines: ReadonlyMap<string, readonly Node[]>
  readonly budget: Budget
  /** Notes that something could not be known. */
  readonly gap: (why: string) => void
  /** Parses a text that is a template itself; undefined where it is none. */
  readonly parse: (text: string) => readonly Node[] | undefined
  /** Runs a body with a value for dot, and gives what it prints. */
  readonly run: (nodes: readonly Node[], dot: Value) => string
  /** The line of the outermost template that is being run. */
  line: number
  depth: number
}
