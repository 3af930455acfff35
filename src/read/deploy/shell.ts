import type { Assignment } from '../../core/model/code.ts'
import { type Expression, literal, unknown } from '../../core/model/expression.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { namesSecret } from '../../core/model/secret.ts'
import { reduceLiteral } from '../code/redact.ts'
import { interpolate } from '../template.ts'
import { textUses } from './text.ts'

const assigned = /^\s*(?:export\s+|local\s+|readonly\s+)?([A-Za-z_]\w*)=/
const looped = /^\s*for\s+([A-Za-z_]\w*)\s+in\b/

/** `export X="${X:-default}"`, and the same without export or quotes. */
const withDefault = /^\s*(?:export\s+)?([A-Za-z_]\w*)="?(\$\{\1:?[-=].*\})"?\s*$/

const reduced = (e: Expression): Expression =>
  e.kind === 'env' && e.fallback?.kind === 'literal'
    ? { ...e, fallback: literal(reduceLiteral(e.fallback.value) ?? '') }
    : unknown

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
  const assignments = lines.flatMap((l): Assignment[] => {
    const m = withDefault.exec(l.text)
    return m && !namesSecret(m[1]!)
      ? [{ name: m[1]!, value: reduced(interpolate(m[2]!, 'shell', l.at)), at: l.at }]
      : []
  })
  return {
    code: textUses({ path, lang: 'shell', texts: lines }).map((c) => ({
      ...c,
      reads: c.reads.filter((r) => !own.has(r.key)),
      assignments,
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
