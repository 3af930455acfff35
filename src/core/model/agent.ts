import type { Place } from './place.ts'

/** A place in code that makes an MCP server; `name` where the code says it. */
export type ToolServer = { readonly name?: string; readonly at: Place }

/**
 * A tool server that somebody is told to start or to call. Nothing of it is secret: `args` holds only what
 * can lead to the server (paths, package names, addresses), `env` only names.
 */
export type ServerUse = {
  readonly name: string
  readonly command?: string
  readonly args: readonly string[]
  /** Scheme, host, port and path. */
  readonly url?: string
  readonly env: readonly string[]
  readonly at: Place
}

/**
 * Something that calls tools: an editor with its configuration (`client`), a definition of an agent, or
 * code that connects to servers (`code`; the service that the code belongs to is meant).
 */
export type Agent = {
  readonly name: string
  readonly kind: 'client' | 'definition' | 'code'
  readonly servers: readonly ServerUse[]
  /** Tools by the names that it gives them, `mcp__github__search` for instance. */
  readonly tools: readonly string[]
  readonly at: Place
}
