const unseen = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu

/** `\u202e`, in two halves where it is beyond the basic plane. */
const escaped = (c: string): string =>
  Array.from(
    { length: c.length },
    (_, i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`,
  ).join('')

/**
 * JSON whose strings hold no character that hides, or that turns the text round it, as it is: each is
 * escaped, which means the same to who parses it and harms no terminal.
 *
 * @example withoutUnseen('"a\u202eb"') === '"a\\u202eb"'
 */
export const withoutUnseen = (json: string): string => json.replace(unseen, escaped)

/** What this program colours with; no sequence that moves, hides or answers anything. */
const colour = /\u001b\[(?:0|[1-4]|2[2-4]|3[0-79]|9[0-7])m/y
const control = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/**
 * A text for a terminal: names and lines of a repository are in it, so what is not seen, or commands the
 * terminal, stands as its number.
 *
 * @example harmless('a\u202eb') === 'a⟨U+202E⟩b'
 */
export const harmless = (text: string): string => {
  let coloured = 0
  return text.replace(control, (c, at: number) => {
    if (c === '\n' || c === '\t' || at < coloured) return c
    colour.lastIndex = at
    if (colour.test(text)) {
      coloured = colour.lastIndex
      return c
    }
    return `⟨U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`
  })
}
