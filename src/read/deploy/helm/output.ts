import type { Place } from '../../../core/model/place.ts'
import type { Rendered } from '../rendered.ts'
import type { Sink } from './engine.ts'

type Output = { readonly sink: Sink; readonly finish: () => Rendered }

/**
 * Collects what a template prints and remembers for every line which line of the template its first
 * letter comes from.
 */
export const newOutput = (path: string): Output => {
  const parts: string[] = []
  const places: Place[] = []
  /** Line of the template for the line that is being printed, once there is a letter on it. */
  let current: number | undefined
  let last = 1
  const sink: Sink = (text, line, isText) => {
    parts.push(text)
    const lines = text.split('\n')
    for (const [i, content] of lines.entries()) {
      last = isText ? line + i : line
      if (i > 0) {
        places.push({ path, line: current ?? Math.max(1, last - (isText ? 1 : 0)) })
        current = undefined
      }
      if (current === undefined && content.trim() !== '') current = last
    }
  }
  return {
    sink,
    finish: () => {
      places.push({ path, line: current ?? last })
      return { path, text: parts.join(''), places }
    },
  }
}
