import type { RankedDrift, Stake } from '../../core/doctor/rank.ts'
import { columns, fit } from '../table.ts'
import type { Painter } from '../view.ts'

const nameMax = 26
const rangesMax = 24

const rangesOf = ({ drift }: RankedDrift): string => {
  const all = [...new Set(drift.witnesses.map((w) => w.range || '*'))]
  const more = all.length - 2
  return fit(all.slice(0, 2).join(' | '), rangesMax) + (more > 0 ? ` +${more}` : '')
}

const says: Readonly<Record<Stake, (r: RankedDrift) => string>> = {
  install: ({ where }) => `conflict in ${where.map((w) => w || 'the root').join(', ')}`,
  wire: ({ where: [from, to] }) => `${from} -> ${to} speaks through it`,
  apart: () => 'no version satisfies all',
  loose: ({ drift }) =>
    drift.meet === undefined ? 'differs by condition' : `${drift.meet} satisfies all`,
}

/** One line a drift: what it is, what is asked for, and what it can break. */
export const drawDrifts = (ranked: readonly RankedDrift[], { style }: Painter): string[] =>
  columns(
    ranked.map((r) => [
      style.bold(fit(r.drift.name, nameMax)),
      r.drift.ecosystem,
      rangesOf(r),
      r.stake === 'loose' ? style.dim(fit(says[r.stake](r), 34)) : fit(says[r.stake](r), 34),
    ]),
  ).map((line) => `  ${line}`)
