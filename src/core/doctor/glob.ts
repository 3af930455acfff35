const alternativesMax = 64

/** Writes out `{a,b}`; what is not closed, or would grow too much, stays as it is. */
export const expandBraces = (glob: string): readonly string[] => {
  let open = [glob]
  for (;;) {
    const next = open.flatMap((text) => {
      const m = /^([^{}]*)\{([^{}]*)\}(.*)$/.exec(text)
      return m ? m[2]!.split(',').map((choice) => m[1]! + choice + m[3]!) : [text]
    })
    if (next.length > alternativesMax || next.every((text, i) => text === open[i])) return open
    open = next
  }
}

/**
 * Matches a pattern by two pointers: after a failure the last star takes one more. Linear in memory
 * and at most quadratic in time, whatever the pattern.
 */
const match = <T>(
  pattern: readonly T[],
  text: readonly T[],
  { isStar, fits }: { isStar: (p: T) => boolean; fits: (p: T, t: T) => boolean },
): boolean => {
  let p = 0
  let star = -1
  let taken = 0
  for (let t = 0; t < text.length; ) {
    if (p < pattern.length && !isStar(pattern[p]!) && fits(pattern[p]!, text[t]!)) {
      p++
      t++
    } else if (p < pattern.length && isStar(pattern[p]!)) {
      star = p++
      taken = t
    } else if (star >= 0) {
      p = star + 1
      t = ++taken
    } else return false
  }
  return pattern.slice(p).every(isStar)
}

const matchSegment = (pattern: string, text: string): boolean =>
  match([...pattern], [...text], {
    isStar: (p) => p === '*',
    fits: (p, t) => p === '?' || p === t,
  })

/**
 * Whether a folder fits a glob of member packages: `*` and `?` within a segment, `**` for any number
 * of segments. Both are relative to the repository root; braces must have been written out.
 *
 * @example matchGlob('packages/*', 'packages/core') // true
 */
export const matchGlob = (glob: string, folder: string): boolean =>
  match(glob.split('/'), folder.split('/'), {
    isStar: (p) => p === '**',
    fits: matchSegment,
  })
