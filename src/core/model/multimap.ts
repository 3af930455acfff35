/**
 * Puts a value to those of a key. The list grows where it stands: copying it each time would take the
 * square of its length.
 */
export const append = <K, V>(map: Map<K, V[]>, key: K, value: V): void => {
  const own = map.get(key)
  if (own) own.push(value)
  else map.set(key, [value])
}
