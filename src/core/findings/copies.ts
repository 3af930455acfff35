import { driftedCopies, type PlacedDifference } from '../contract/copies.ts'
import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import type { Wiring } from './wiring.ts'

const shownMax = 3

/** Copies that are kept as they were on purpose, or that others keep. */
const kept =
  /(?:^|\/)(?:tests?|__tests__|testdata|fixtures?|mocks?|examples?|samples?|e2e|third[_-]?party|vendor(?:ed)?|docs?|archive|legacy|deprecated|old)\//i

const words = (d: PlacedDifference): string =>
  d.here === 'absent'
    ? `${d.path} is missing (${d.there} there)`
    : d.there === 'absent'
      ? `${d.path} is here only`
      : `${d.path} is ${d.here} (${d.there} there)`

/** Both copies have it and mean something else: messages of one are misread by the other. */
const isClash = (d: PlacedDifference): boolean => d.here !== 'absent' && d.there !== 'absent'

/** Copies of one contract that drifted apart, with what differs. */
export const driftedContracts = (w: Wiring): Finding[] =>
  driftedCopies(
    // Schemas of values share common names, and tools write many of them.
    w.contracts.filter((c) => c.dialect !== 'jsonschema'),
    w.protoFiles,
  )
    .filter((c) => !kept.test(c.at.path) && !kept.test(c.other.path))
    .map((c): Finding => {
      const [first, ...rest] = [...c.differences].sort(
        (a, b) => Number(isClash(b)) - Number(isClash(a)),
      )
      const more = c.differenceCount - 1
      const shown = [first!, ...rest].slice(0, shownMax)
      return {
        ...diagnostic(
          'RTT1118',
          `${c.id} is not what its copy in ${c.other.path} is: ${words(first!)}${more > 0 ? `, and ${more} more` : ''}`,
          {
            severity: isClash(first!) ? 'warning' : 'note',
            at: first!.at ?? c.at,
            related: shown.map((d, i) => ({
              at: d.otherAt ?? c.other,
              label: i === 0 ? 'the copy says otherwise' : words(d),
            })),
          },
        ),
        ends: [c.id, c.at.path, c.other.path],
      }
    })
