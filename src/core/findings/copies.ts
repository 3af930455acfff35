import { driftedCopies, type PlacedDifference } from '../contract/copies.ts'
import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import type { Wiring } from './wiring.ts'

const shownMax = 3

/** Copies that are kept as they were on purpose, or that others keep. */
const kept =
  /(?:^|\/)(?:tests?|__tests__|testdata|fixtures?|mocks?|examples?|samples?|tutorials?|e2e|third[_-]?party|vendor(?:ed)?|docs?|archive|legacy|deprecated|old)\//i

/** `v1`, `ch08`, `openapi_1.2.0.yml`: a part of a path that says which of several it is. */
const numbered = /^(?:v|ver|version|ch|chapter|step|part|lesson|stage|release|rev)?[._-]?\d/i
const number = /\d+(?:[._-]\d+)*/g

const stem = (path: string): string => path.replace(/\.(?:json|ya?ml|proto)$/, '')

/** Versions of one contract that stand side by side: they differ on purpose. */
const areVersions = (a: string, b: string): boolean => {
  const [left, right] = [stem(a).split('/'), stem(b).split('/')]
  const last = left.length - 1
  return (
    stem(a) !== stem(b) &&
    left.length === right.length &&
    left.every(
      (part, i) =>
        part === right[i] ||
        (part.replace(number, '#') === right[i]!.replace(number, '#') &&
          (i === last || numbered.test(part))),
    )
  )
}

/** `origin-spec.json` beside `shop-spec.json`: what it was before it was changed. */
const before = /(?:^|\/)(?:orig(?:in(?:al)?)?|upstream|backup|raw)[._-][^/]*$/i

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
    .filter(
      ({ at, other }) =>
        !areVersions(at.path, other.path) &&
        ![at.path, other.path].some((path) => kept.test(path) || before.test(path)),
    )
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
