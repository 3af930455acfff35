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
  /**
   * A digest of what decides what is started and is not told above: scripts in quotes, values of variables. Nothing that is
   * called or looks like a secret is in it. Absent where there is nothing.
   */
  readonly rest?: string
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
