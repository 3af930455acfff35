import type { Operation } from '../../core/model/endpoint.ts'
import type { Offer } from '../../core/model/offer.ts'
import { commandsOf } from './offers/commands.ts'
import { jobsOf } from './offers/jobs.ts'
import type { Source } from './operations/source.ts'

const perFileMax = 500
const nameLengthMax = 120

/** Routes that others call when something has happened: a segment of their path says so. */
const hooked = /(?:^|\/)(?:web-?hooks?|hooks?)(?:\/|$)/i
const isHook = (o: Operation): boolean =>
  (o.verb === 'POST' || o.verb === '*') && hooked.test(o.path)

/**
 * Commands, scheduled jobs and webhooks of a file, ordered by line.
 *
 * @example offersOf(source, []) // [{ type: 'hook', name: 'cleanUp', schedule: '0 3 * * *', … }]
 */
export const offersOf = (source: Source, operations: readonly Operation[]): Offer[] => {
  const at = (line: number) => ({ path: source.path, line })
  const all: Offer[] = [
    ...commandsOf(source).map((c): Offer => ({ type: 'cli', name: c.name, at: at(c.line) })),
    ...jobsOf(source).map(
      (j): Offer => ({
        type: 'hook',
        name: j.name,
        ...(j.schedule === undefined ? {} : { schedule: j.schedule }),
        at: at(j.line),
      }),
    ),
    ...operations.filter(isHook).map(
      (o): Offer => ({
        type: 'hook',
        name: `${o.verb === '*' ? 'ANY' : o.verb}.${o.path}`,
        at: o.at,
      }),
    ),
  ]
  const unique = new Map(
    all.filter((o) => o.name.length <= nameLengthMax).map((o) => [`${o.type}\0${o.name}`, o]),
  )
  return [...unique.values()].sort((a, b) => a.at.line - b.at.line).slice(0, perFileMax)
}
