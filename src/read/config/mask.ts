/** Characters that mean something to YAML; inside of a placeholder they are only text. */
const marks = '{}[],:#"\'%@&*!|>`?\\'
const base = 0xe000

const hide = (text: string): string =>
  [...text]
    .map((c) => (marks.includes(c) ? String.fromCharCode(base + marks.indexOf(c)) : c))
    .join('')

/** Puts back what `maskPlaceholders` has hidden. */
export const unmask = (text: string): string =>
  /[\ue000-\ue020]/.test(text)
    ? text.replace(/[\ue000-\ue020]/g, (c) => marks[c.charCodeAt(0) - base] ?? '')
    : text

const depthMax = 8

/** The index after the brace that closes the `${` at `from`; -1 where none does on its line. */
const closing = (text: string, from: number): number => {
  let depth = 0
  for (let i = from; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '{' && text[i - 1] === '$') depth++
    else if (text[i] === '}' && --depth === 0) return i + 1
    if (depth > depthMax) return -1
  }
  return -1
}

/**
 * Hides the marks inside of `${…}`, so that a YAML parser takes a placeholder as plain text wherever it
 * stands. Lines stay where they are.
 */
export const maskPlaceholders = (text: string): string => {
  let out = ''
  let from = 0
  for (let i = text.indexOf('${'); i >= 0; i = text.indexOf('${', Math.max(from, i + 2))) {
    const end = closing(text, i)
    if (end < 0) continue
    out += text.slice(from, i) + hide(text.slice(i, end))
    from = end
  }
  return out + text.slice(from)
}
