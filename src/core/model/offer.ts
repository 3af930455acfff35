import type { Place } from './place.ts'
import type { SymbolType } from './saddr.ts'

/**
 * Something in code that can be connected to and is neither a service nor an HTTP route: a tool of an MCP
 * server, a command of a CLI, a scheduled job, a hook.
 */
export type Offer = {
  readonly type: Extract<SymbolType, 'tool' | 'cli' | 'hook' | 'agent' | 'db'>
  readonly name: string
  /** A tool: the definition that a caller sees, digested as a contract of dialect `mcp`. */
  readonly tool?: ToolDef
  /** A job: when it runs, as written (`0 3 * * *`, `@daily`, `every 5m`). */
  readonly schedule?: string
  readonly at: Place
}

/**
 * The definition of a tool as far as the source shows it. `input` is a JSON Schema; absent where its shape is
 * computed. Descriptions that are computed are left out.
 */
export type ToolDef = {
  readonly description?: string
  readonly input?: unknown
  /** What else it says of itself: `title`, `outputSchema`, `annotations`. */
  readonly more?: Readonly<Record<string, unknown>>
  /** Name of the server that it is registered at, where the file says so. */
  readonly server?: string
  /** What it is where it is not a tool: a prompt, or a resource, whose name is its address. */
  readonly role?: 'prompt' | 'resource'
}
