import type { Answer, Asked } from '../core/graph/answer.ts'

/** A server for this machine's own browser. */
export type Web = {
  /**
   * Listens on 127.0.0.1 until the signal is aborted. `port` 0 takes a free one.
   *
   * @param serving told the port once it listens; answers with what answers requests
   * @throws RttError RTT6001 when the port cannot be had
   */
  readonly serve: (
    port: number,
    signal: AbortSignal,
    serving: (port: number) => (asked: Asked) => Answer,
  ) => Promise<void>
}
