import type { Place } from '../../core/model/place.ts'

/** A text that was made from files of the repository; `places[i]` is where its line `i + 1` comes from. */
export type Rendered = {
  readonly path: string
  readonly text: string
  readonly places: readonly Place[]
}

/** Where a line of a made text comes from. */
export const placeIn = (made: Rendered, line: number): Place =>
  made.places[Math.min(line, made.places.length) - 1] ?? { path: made.path, line: 1 }
