import { nearest } from '../findings/near.ts'
import { type Call, fixedIn } from '../model/call.ts'
import type { KnownCalls, Route } from '../model/route.ts'
import { parseSaddr } from '../model/saddr.ts'
import type { ScanResult } from '../model/scan.ts'
import type { SymbolDef } from '../model/symbol.ts'
import { callText } from './routes.ts'

/** A call that its provider does not answer, though it did when the plan was made, or one like it. */
export type LostCall = { readonly call: Call; readonly to: string }

/** What a service serves: symbols that are called `cart.GET./cart/{}`. */
export const servedBy = (symbols: readonly SymbolDef[], service: string): readonly SymbolDef[] =>
  symbols.filter((s) => s.type === 'api' && s.name.startsWith(`${service}.`))

type Pair = KnownCalls & { readonly from: string; readonly to: string }

type LockedCalls = readonly Pick<Route, 'from' | 'to' | 'calls'>[]

const pairsOf = (routes: LockedCalls): readonly Pair[] =>
  routes.flatMap(({ from, to, calls }) =>
    calls === undefined ? [] : [{ from: parseSaddr(from).name, to: parseSaddr(to).name, ...calls }],
  )

const segmentsOf = (text: string): readonly string[] =>
  text
    .slice(text.indexOf('/'))
    .split('/')
    .filter((s) => s !== '' && s !== '{}')

/** Whether a call may be what became of another: nearly called so, or with a part of it. */
const isLike = (a: string, b: string): boolean =>
  nearest(a, [b]) !== undefined || segmentsOf(a).some((s) => segmentsOf(b).includes(s))

/** A call without a host that took the place of one that is made no more. */
const tookPlace = (text: string, { served }: Pair, now: ReadonlySet<string>): boolean =>
  served.some(({ call }) => !now.has(call) && isLike(call, text))

/** Another route answers, that says less of the path: what was meant by the call is gone. */
const isTakenOver = (call: Call, { to, served }: Pair, now: ReadonlySet<string>): boolean => {
  const { by } = call
  if (call.to !== to || by === undefined) return false
  const text = callText(call)
  const known = served.find((s) => s.call === text)
  // A call that is new may be what became of one that is made no more.
  const before = known ?? served.find((s) => !now.has(s.call) && isLike(s.call, text))
  return before !== undefined && fixedIn(by) < fixedIn(before.by)
}

const isUnanswered = (call: Call, pair: Pair, now: ReadonlySet<string>): boolean => {
  const text = callText(call)
  if (call.served !== undefined || pair.unserved.includes(text)) return false
  if (call.to === pair.to) return true
  const wasServed = pair.served.some((s) => s.call === text)
  return call.to === '' && (wasServed || tookPlace(text, pair, now))
}

/**
 * Calls that no route of their provider answers, where the plan knows that the consumer's calls fit: the same call was
 * answered, or it took the place of one that was. A provider whose routes are no longer seen at all says nothing.
 */
export const lostCalls = (
  routes: LockedCalls,
  { calls, symbols }: Pick<ScanResult, 'calls' | 'symbols'>,
): readonly LostCall[] => {
  const out = new Map<Call, LostCall>()
  for (const pair of pairsOf(routes).filter((p) => servedBy(symbols, p.to).length > 0)) {
    const own = calls.filter((c) => c.from === pair.from)
    const now = new Set(own.map(callText))
    for (const call of own)
      if (!out.has(call) && (isTakenOver(call, pair, now) || isUnanswered(call, pair, now)))
        out.set(call, { call, to: pair.to })
  }
  return [...out.values()]
}
