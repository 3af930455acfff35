import { RttError } from '../diag/error.ts'
import { sha256 } from '../json/digest.ts'
import { parseCanonical } from '../json/parse.ts'
import { planSchema, planVersion, projection, type StoredBody } from './body.ts'

const newer = (value: unknown, key: 'v' | 'projection', known: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  key in value &&
  typeof (value as Record<string, unknown>)[key] === 'number' &&
  ((value as Record<string, number>)[key] ?? 0) > known

const keptMax = 8
/** Bodies by the digest of their bytes: a command reads the same plan several times. */
const known = new Map<string, StoredBody>()

/**
 * Reads a stored plan: its bytes must have the digest that is its name, be canonical, and have the
 * shape of a plan.
 *
 * @throws RttError RTT3007 when the bytes are not the ones named, RTT6002 when a newer RTT made it
 */
export const readPlan = (bytes: Uint8Array, planId: string, path: string): StoredBody => {
  if (sha256(bytes) !== planId)
    throw new RttError('RTT3007', `${path} is not the plan that its name says`, {
      at: { path, line: 1 },
    })
  const before = known.get(planId)
  if (before !== undefined) return before
  const value = parseCanonical(bytes, path)
  if (newer(value, 'v', planVersion) || newer(value, 'projection', projection))
    throw new RttError('RTT6002', `${path} was made by a newer RTT`, { at: { path, line: 1 } })
  const parsed = planSchema.safeParse(value)
  if (parsed.success) {
    if (known.size >= keptMax) known.clear()
    known.set(planId, parsed.data)
    return parsed.data
  }
  const issue = parsed.error.issues[0]!
  throw new RttError(
    'RTT3007',
    `${path} does not have the shape of a plan: /${issue.path.join('/')} ${issue.message}`,
    { at: { path, line: 1 } },
  )
}
