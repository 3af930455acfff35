import type { Assignment, CodeFacts } from '../../core/model/code.ts'
import { channelConstants } from './channels/constants.ts'
import { channelsOf } from './channels.ts'
import { declaredClients } from './declared.ts'
import { importsOf } from './imports.ts'
import { offersOf } from './offers.ts'
import { type Parsed, sourceOf } from './operations/source.ts'
import { operationsOf } from './operations.ts'
import { startsOf } from './starts.ts'

type Served = Partial<
  Pick<
    CodeFacts,
    'operations' | 'channels' | 'offers' | 'imports' | 'starts' | 'assignments' | 'endpoints'
  >
>

const present = (all: Served): Served =>
  Object.fromEntries(Object.entries(all).filter(([, list]) => list.length > 0))

const added = (
  known: readonly Assignment[],
  more: readonly Assignment[],
): readonly Assignment[] => {
  const seen = new Set(
    known.map((a) => `${a.at.line}\0${a.name.slice(a.name.lastIndexOf('.') + 1)}`),
  )
  const fresh = more.filter(
    (a) => !seen.has(`${a.at.line}\0${a.name.slice(a.name.lastIndexOf('.') + 1)}`),
  )
  return fresh.length === 0 ? known : [...known, ...fresh]
}

/** What a file offers to others, beside the addresses that it asks for: only what it has is there. */
export const servedBy = (
  parsed: Parsed,
  facts: Pick<CodeFacts, 'helpers' | 'assignments' | 'endpoints'>,
): Served => {
  const source = sourceOf(parsed)
  const operations = operationsOf(source)
  const declared = declaredClients(source)
  return {
    ...present({
      operations,
      channels: channelsOf(source, facts.helpers),
      offers: offersOf(source, operations),
      imports: importsOf(source.path, source.lang, source.tokens),
      starts: startsOf(parsed),
    }),
    ...(declared.length > 0 ? { endpoints: [...facts.endpoints, ...declared] } : {}),
    assignments: added(facts.assignments, channelConstants(source)),
  }
}
