import { RttError } from '../core/diag/error.ts'
import { isDigest } from '../core/json/digest.ts'
import type { Durable } from '../ports/durable.ts'
import { readCache } from './document.ts'

const path = '.rtt/current'

/** The plan in force and its generation, as `.rtt/current` says. */
export type Active = { readonly generation: number; readonly plan: string }

/**
 * Reads the pointer to the active generation; undefined before the first apply.
 *
 * @throws RttError RTT4005 when the pointer is there and cannot be read
 */
export const activeState = (durable: Durable): Active | undefined => {
  if (!durable.exists(path)) return undefined
  const value = readCache<{ v: 1; generation: unknown; plan: unknown }>(durable, path, {
    generation: 'number',
    plan: 'string',
  })
  if (
    typeof value?.generation === 'number' &&
    typeof value.plan === 'string' &&
    isDigest(value.plan)
  )
    return { generation: value.generation, plan: value.plan }
  throw new RttError('RTT4005', `${path} cannot be read`, {
    at: { path, line: 1 },
    help: 'Run `rtt recover`: the log knows what was in force.',
  })
}
