import { canonicalize, type Json } from '../../core/json/canonical.ts'
import { parseCanonical } from '../../core/json/parse.ts'
import { refuseNewer } from '../../core/trust/stored.ts'
import type { Durable } from '../../ports/durable.ts'
import { paths } from './paths.ts'

type Pointer = { readonly generation: number; readonly plan: string }

const limits = { bytesMax: 4096, depthMax: 4 }

const textOf = ({ generation, plan }: Pointer): string => canonicalize({ v: 1, generation, plan })

/** True when `current` says exactly this; undefined asks that there be none. */
export const isCurrent = (durable: Durable, pointer: Pointer | undefined): boolean => {
  const bytes = durable.read(paths.current)
  if (pointer === undefined || bytes === undefined)
    return pointer === undefined && bytes === undefined
  return Buffer.from(bytes).toString('utf8') === textOf(pointer)
}

/** Points `current` at a generation by rename. What stands already is only synced. */
export const flipCurrent = (durable: Durable, pointer: Pointer): void => {
  if (isCurrent(durable, pointer)) durable.syncFolder('.rtt')
  else durable.replace(paths.current, textOf(pointer))
}

/**
 * The log says what `current` should say, so a malformed one is simply replaced; one of a newer RTT
 * is not touched.
 *
 * @throws RttError RTT6002
 */
export const refuseNewerCurrent = (durable: Durable): void => {
  const bytes = durable.read(paths.current)
  if (bytes === undefined) return
  let value: Json
  try {
    value = parseCanonical(bytes, paths.current, limits)
  } catch {
    return
  }
  refuseNewer(value, paths.current)
}
