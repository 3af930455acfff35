const lengthMax = 400

/** Characters that are not seen, or that change how others are seen: controls, formats, lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu

const shown = (c: string): string =>
  `⟨U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`

/**
 * A text of a scanned repository as it may be shown: what would hide itself, or turn the text round it,
 * stands as its number, and what is too long is cut.
 *
 * @example visible('a\u202eb') === 'a⟨U+202E⟩b'
 */
export const visible = (text: string): string => {
  const short = text.length > lengthMax ? `${text.slice(0, lengthMax)}…` : text
  return short.replace(unseen, shown)
}
