import type { ProtoAt } from '../../core/model/protofile.ts'

/**
 * One token. `text` is the source text, except for strings: there it is the value, one character
 * per byte (0–255), since a string literal of a .proto file holds bytes.
 */
export type Token = ProtoAt & {
  readonly kind: 'name' | 'integer' | 'float' | 'string' | 'symbol' | 'end'
  readonly text: string
}

/** How a token is called in a message to the user. */
export const describe = (t: Token): string => {
  if (t.kind === 'end') return 'the end of the file'
  if (t.kind === 'string') return 'a string'
  return `"${t.text.slice(0, 40)}"`
}
