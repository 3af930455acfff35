import { RttError } from '../core/diag/error.ts'
import { isDotenv, maskSecrets } from '../core/model/secret.ts'
import type { Files } from '../ports/files.ts'

const bytesMax = 4 * 1024 * 1024
const lineLengthMax = 400
const isSecretFile = (path: string): boolean => isDotenv(path) || /\.(?:pem|key)$/.test(path)

/** Control characters would let a scanned file write to the terminal as if it were us. */
const printable = (line: string): string =>
  line.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    '\ufffd',
  )

/**
 * Lines of the user's files for code frames. Files that hold secrets are never shown, values that are
 * named like secrets, user info in URLs and what looks like a key are masked.
 */
export const sourceLines = (files: Files) => {
  const cache = new Map<string, readonly string[]>()
  const linesOf = (path: string): readonly string[] => {
    try {
      return new TextDecoder().decode(files.read(path, bytesMax)).split('\n')
    } catch (error) {
      if (error instanceof RttError) return []
      throw error
    }
  }
  return (path: string, line: number): string | undefined => {
    if (isSecretFile(path)) return undefined
    if (!cache.has(path)) cache.set(path, linesOf(path))
    const text = cache.get(path)?.[line - 1]
    if (text === undefined || text.length > lineLengthMax) return undefined
    return printable(maskSecrets(text.replace(/\r$/, '')))
  }
}
