import { type Found, lastOf, type Node } from '../node.ts'

/** Texts that names stand for in a file; undefined for a name that stands for none, or for several. */
export type Constants = (name: string) => Node | undefined

/** What is given to each name once, as a text or a concatenation of texts and names. */
export const constantsOf = (found: Found): Constants => {
  const values = new Map<string, Node | undefined>()
  for (const a of found.assignments) {
    if (a.value.kind !== 'text' && a.value.kind !== 'concat') continue
    const name = lastOf(a.target)
    const before = values.get(name)
    const isSame =
      before?.kind === 'text' && a.value.kind === 'text' && before.value === a.value.value
    if (!values.has(name)) values.set(name, a.value)
    else if (!isSame) values.set(name, undefined)
  }
  return (name) => values.get(lastOf(name))
}
