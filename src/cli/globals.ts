import type { Entry } from './entries.ts'
import type { Options } from './view.ts'

export type Invocation = {
  readonly command: string
  readonly options: Options
  readonly load: Entry['load']
}

/** Flags that every command takes. */
export type Globals = {
  readonly json: boolean
  readonly color: boolean | undefined
  readonly directory: string | undefined
  readonly debug: boolean
  readonly quiet: boolean
}

export type Parsed = {
  readonly globals: Globals
  readonly invocation: Invocation | undefined
  readonly output: string
  readonly problem: string
  readonly exit: number
}

/** A flag counts wherever it stands: before the command or after it. */
export const globalsOf = (places: readonly Record<string, unknown>[]): Globals => ({
  json: places.some((o) => o['json'] === true),
  color: places.some((o) => o['color'] === false) ? false : undefined,
  directory: places.map((o) => o['C']).findLast((c) => typeof c === 'string'),
  debug: places.some((o) => o['debug'] === true),
  quiet: places.some((o) => o['quiet'] === true),
})
