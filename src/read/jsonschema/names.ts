/** Names for types: each handed out once, with a number behind it from the second time on. */
export type TypeNames = (wanted: string) => string

export const typeNames = (): TypeNames => {
  const taken = new Set<string>()
  return (wanted) => {
    const base = wanted === '' ? 'Value' : wanted
    let name = base
    for (let n = 2; taken.has(name); n++) name = `${base}_${n}`
    taken.add(name)
    return name
  }
}
