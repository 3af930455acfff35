import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import { nearest } from '../../core/findings/near.ts'
import type { Call } from '../../core/model/call.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { SymbolDef } from '../../core/model/symbol.ts'
import { type LostCall, lostCalls, servedBy } from '../../core/plan/calls.ts'
import { callText } from '../../core/plan/routes.ts'
import type { Locked } from './locked.ts'

const pathOf = ({ name }: SymbolDef): string => name.slice(name.indexOf('/'))

/** How far two paths go together. */
const likeness = (a: string, b: string): number => {
  const at = [...a].findIndex((c, i) => c !== b[i])
  return at < 0 ? a.length : at
}

/** The route that is meant, as far as one can guess: of a near name, else the most alike. */
const meantBy = (call: Call, served: readonly SymbolDef[]): SymbolDef | undefined => {
  const near = nearest(call.path, served.map(pathOf))
  const isVerb = (s: SymbolDef): boolean =>
    call.verb === undefined || s.name.includes(`.${call.verb}.`)
  return (
    served.find((s) => pathOf(s) === near) ??
    [...served].sort(
      (a, b) =>
        likeness(call.path, pathOf(b)) - likeness(call.path, pathOf(a)) ||
        Number(isVerb(b)) - Number(isVerb(a)),
    )[0]
  )
}

const tell = ({ call, to }: LostCall, scan: ScanResult): Diagnostic => {
  const meant = meantBy(call, servedBy(scan.symbols, to))
  return diagnostic('RTT2014', `${call.from} calls ${callText(call)}, which ${to} does not serve`, {
    at: call.at,
    related: meant ? [{ at: meant.at, label: `${to} serves ${pathOf(meant)} here` }] : [],
  })
}

/** Calls of a plan's routes that are answered no more, each with both places. */
export const callImpacts = ({ body }: Locked, scan: ScanResult): readonly Diagnostic[] =>
  body.projection === 1 ? [] : lostCalls(body.routes, scan).map((c) => tell(c, scan))
