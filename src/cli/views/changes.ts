import type { Planned } from '../../app/plan.ts'
import type { Route } from '../../core/model/route.ts'
import { columns, fit, plural } from '../table.ts'
import type { Painter } from '../view.ts'

const shown = 12
const nameWidth = 42

/** A route's end without the namespace and the type that all share. */
export const shortAddress = (address: string, namespace: readonly string[]): string => {
  const own = `rtt://${namespace.join('/')}/`
  return (address.startsWith(own) ? address.slice(own.length) : address).replace(/^service\//, '')
}

const marks = { add: '+', change: '~', remove: '-' } as const

/** What a plan changes, the way a person reads a diff; long lists are cut, and say so. */
export const drawChanges = (
  p: Planned,
  namespace: readonly string[],
  { style }: Painter,
): string[] => {
  if (p.plan === undefined) return []
  const routes = new Map<string, Route>(
    [...(p.base?.body.routes ?? []), ...p.plan.body.routes].map((r) => [`${r.from} ${r.to}`, r]),
  )
  const kept = p.plan.body.routes.length - p.added - p.changed
  const paint = { add: style.green, change: style.yellow, remove: style.red }
  const rows = p.plan.body.steps.slice(0, shown).map((s) => {
    const r = routes.get(`${s.from} ${s.to}`)
    return [
      `  ${paint[s.op](marks[s.op])} ${fit(shortAddress(s.from, namespace), nameWidth)}`,
      `-> ${shortAddress(s.to, namespace)}`,
      r?.class ?? '',
      r?.contract ? style.dim(r.contract.slice(0, 8)) : '',
    ]
  })
  const more = p.plan.body.steps.length - rows.length
  return [
    '',
    `  ${plural(p.plan.body.steps.length, 'route')} will change, ${kept} stay:`,
    ...columns(rows),
    ...(more > 0 ? [style.dim(`  … and ${more} more: rtt ls routes`)] : []),
    '',
  ]
}
