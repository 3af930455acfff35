/** How a program that is asked is held: without network, with it, or not at all. */
export type Hold = 'sealed' | 'networked' | 'free'

/** A server to be asked: a program that speaks over its standard streams, or an address that speaks HTTP. */
export type Asking = {
  readonly server:
    | {
        readonly command: readonly string[]
        readonly hold: Hold
        /** Names of variables that it is given besides those that every program needs. */
        readonly env: readonly string[]
      }
    | { readonly url: string }
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

/** What a server answered, bounded in size and parsed; nothing of it is believed yet. */
export type Answer = { readonly info: unknown; readonly tools: readonly unknown[] }

/** Servers of tools, asked on demand. */
export type ToolServers = {
  /**
   * Starts or calls a server, asks for its tools, and ends it.
   *
   * @throws RttError RTT2030 when it does not answer, or not in time, or too much; RTT2031 when it cannot be held
   */
  readonly ask: (asking: Asking) => Promise<Answer>
}
