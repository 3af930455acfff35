import type { z } from 'zod'
import type { Code } from '../diag/codes.ts'
import { RttError } from '../diag/error.ts'
import type { Json } from '../json/canonical.ts'

type Stored<T> = {
  readonly value: Json
  readonly path: string
  readonly schema: z.ZodType<T>
  /** The newest version of this document that this RTT knows; 1 unless given. */
  readonly vMax?: number
  /** What to throw when the shape is wrong. */
  readonly code: Code
}

/**
 * Throws when a document says that it was made by a newer RTT.
 *
 * @throws RttError RTT6002
 */
export const refuseNewer = (value: Json, path: string, vMax = 1): void => {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return
  const v = Object.getOwnPropertyDescriptor(value, 'v')?.value as Json | undefined
  if (typeof v === 'number' && v > vMax)
    throw new RttError(
      'RTT6002',
      `${path} was made by a newer RTT (v ${v}; this one knows ${vMax})`,
    )
}

/**
 * Holds a parsed document to its schema. A newer `v` is told apart first, so that an old RTT never
 * calls a newer file damaged.
 *
 * @throws RttError RTT6002 for a newer version, `code` for a wrong shape
 */
export const checkStored = <T>({ value, path, schema, vMax = 1, code }: Stored<T>): T => {
  refuseNewer(value, path, vMax)
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`
  throw new RttError(code, `${path} has a wrong shape${where}: ${issue?.message ?? 'unknown'}`, {
    at: { path, line: 1 },
  })
}
