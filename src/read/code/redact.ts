const literalLengthMax = 300
const dsnPart =
  /(?:^|[:;\s])\s*(host|hostname|server|data source|addr|address|port)\s*=\s*([^;\s]+)/gi

/**
 * What may be kept of a string literal: scheme, host, port and path of what could be an address. User
 * info and query are cut off, `key=value` strings are reduced to host and port, anything with white
 * space or of great length is dropped.
 */
export const reduceLiteral = (text: string): string | undefined => {
  if (text.length > literalLengthMax) return undefined
  if (!text.includes('=') && !text.includes('@') && !text.includes('://'))
    return /[\s\0]/.test(text) ? undefined : text
  const dsn = [...text.matchAll(dsnPart)].map((m) => `${m[1]!.toLowerCase()}=${m[2]}`)
  if (dsn.length > 0 && !text.includes('//')) {
    const scheme = /^[a-z][a-z0-9+]*:/i.exec(text)?.[0] ?? ''
    return scheme + dsn.join(';')
  }
  const withoutUser = text
    .replace(/\/\/[^/\s]*@/g, '//')
    .replace(/^[\w.%+-]*:[^@\s]*@/, '')
    .replace(/^[^@\s/]*@(?=tcp\()/, '')
  const withoutQuery = withoutUser.includes('://')
    ? withoutUser.replace(/[?#].*$/s, '')
    : withoutUser
  return /[\s\0]/.test(withoutQuery) ? undefined : withoutQuery
}
