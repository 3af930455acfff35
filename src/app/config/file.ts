import type * as z from 'zod'
import { RttError } from '../../core/diag/error.ts'
import { sha256 } from '../../core/json/digest.ts'
import { nestingDepth } from '../../core/json/parse.ts'
import type { Place } from '../../core/model/place.ts'
import type { Durable } from '../../ports/durable.ts'

/** A configuration file that has the shape it must have, and where its values stand. */
export type ConfigFile<T> = {
  readonly path: string
  readonly value: T
  /** The place of a value, or of the nearest one around it where it is a default. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place
}

const bytesMax = 1024 * 1024
const depthMax = 32

const at = (path: string, text: string, offset: number): Place => {
  const before = text.slice(0, offset).split('\n')
  return { path, line: before.length, column: before.at(-1)!.length + 1 }
}

const refuse = (place: Place, why: string, cause?: unknown): never => {
  throw new RttError('RTT6003', `${place.path}: ${why}`, { at: place, cause })
}

/** Finds values by their paths in a text of JSON. */
const finder = async (path: string, text: string): Promise<ConfigFile<unknown>['placeOf']> => {
  const { findNodeAtLocation, parseTree } = await import('jsonc-parser')
  const tree = parseTree(text)
  return (wanted) => {
    for (let n = wanted.length; tree !== undefined && n > 0; n--) {
      const node = findNodeAtLocation(tree, wanted.slice(0, n) as (string | number)[])
      const property = node?.parent?.type === 'property' ? node.parent : node
      if (property) return at(path, text, property.offset)
    }
    return { path, line: 1 }
  }
}

const parse = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch (cause) {
    const offset = /position (\d+)/.exec(String(cause))?.[1]
    const place = offset === undefined ? { path, line: 1 } : at(path, text, Number(offset))
    return refuse(place, 'is not JSON', cause)
  }
}

const isNewer = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'v' in value &&
  typeof value.v === 'number' &&
  value.v > 1

const cueOf = (path: string): string => path.replace(/\.json$/, '.cue')

/** Digests of a configuration file and of the CUE beside it: while they are the same, so is what is read. */
export const sourcesOf = (durable: Durable, path: string): string =>
  [path, cueOf(path)]
    .map((p) => durable.read(p))
    .map((bytes) => (bytes === undefined ? '-' : sha256(bytes)))
    .join(' ')

/** The JSON that stands beside a `.cue` has to be the one that was made from it, with or without `cue` on the machine. */
const checkCue = (durable: Durable, path: string, value: unknown): void => {
  const source = cueOf(path)
  const bytes = durable.read(source)
  const recorded =
    typeof value === 'object' && value !== null && 'cue' in value ? value.cue : undefined
  if (bytes === undefined && recorded === undefined) return
  const digest =
    bytes === undefined
      ? undefined
      : sha256(new TextDecoder().decode(bytes).replaceAll('\r\n', '\n'))
  if (digest !== recorded)
    throw new RttError(
      'RTT6007',
      bytes === undefined
        ? `${path} was made from ${source}, which is not there`
        : `${path} was not made from ${source} as it is`,
      { at: { path, line: 1 } },
    )
}

const textOf = (path: string, bytes: Uint8Array): string => {
  if (bytes.length > bytesMax || nestingDepth(bytes, depthMax) > depthMax)
    refuse({ path, line: 1 }, 'is too large or too deep')
  return new TextDecoder().decode(bytes)
}

/**
 * Reads a configuration file; undefined where there is none.
 *
 * @throws RttError RTT6003 with line and column, RTT6002 when a newer RTT made it, RTT6007 when it is not the one that was
 *   made from the CUE beside it
 */
export const readConfigFile = async <S extends z.ZodType>(
  durable: Durable,
  path: string,
  schema: () => Promise<S>,
): Promise<ConfigFile<z.infer<S>> | undefined> => {
  const bytes = durable.read(path)
  if (bytes === undefined) {
    if (durable.exists(path)) return refuse({ path, line: 1 }, 'is no file')
    checkCue(durable, path, undefined)
    return undefined
  }
  const text = textOf(path, bytes)
  const value = parse(path, text)
  if (isNewer(value))
    throw new RttError('RTT6002', `${path} was made for a newer RTT`, { at: { path, line: 1 } })
  const checked = (await schema()).safeParse(value)
  const placeOf = await finder(path, text)
  if (!checked.success) {
    const issue = checked.error.issues[0]!
    return refuse(placeOf(issue.path), `/${issue.path.map(String).join('/')}: ${issue.message}`)
  }
  checkCue(durable, path, value)
  return { path, value: checked.data, placeOf }
}
