import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { textUses } from './text.ts'

const assigned = /^\s*(?:export\s+|local\s+|readonly\s+)?([A-Za-z_]\w*)=/
const looped = /^\s*for\s+([A-Za-z_]\w*)\s+in\b/

const read = ({ path, text }: SourceFile): Facts => {
  const lines = text
    .split('\n')
    .map((t, i) => ({ text: t, at: { path, line: i + 1 } }))
    .filter((l) => !/^\s*#/.test(l.text))
  const own = new Set(
    lines.flatMap((l) =>
      [assigned.exec(l.text)?.[1], looped.exec(l.text)?.[1]].filter((n) => n !== undefined),
    ),
  )
  return {
    code: textUses({ path, lang: 'shell', texts: lines }).map((c) => ({
      ...c,
      reads: c.reads.filter((r) => !own.has(r.key)),
    })),
  }
}

/** Shell scripts: the variables that they take from outside, and the addresses they call. */
export const shellReader: Reader = {
  id: 'shell',
  version: 1,
  read,
  accepts: (path) => /\.(?:sh|bash)$/.test(path),
}
