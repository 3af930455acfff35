import type { Assignment } from '../../../core/model/code.ts'
import { literal } from '../../../core/model/expression.ts'
import { namesSecret } from '../../../core/model/secret.ts'
import type { Source } from '../operations/source.ts'
import { reduceLiteral } from '../redact.ts'

const perFileMax = 300
const headMax = 12
const holdersMax = 100
const speaking =
  /topic|queue|channel|subject|stream|exchange|routing_?key|(?:service|svc|server|app)_?name/i
const holders = new Set([
  'enum',
  'class',
  'object',
  'interface',
  'const',
  'var',
  'struct',
  'record',
])

type Range = { readonly name: string; readonly from: number; readonly to: number }

/** Enums, classes and objects that are named after channels: `enum QueueName { … }`. */
const holdersOf = (source: Source): Range[] => {
  const { tokens } = source
  const all = tokens.flatMap((t, i): Range[] => {
    const name = tokens[i + 1]
    if (t.kind !== 'name' || !holders.has(t.text) || name?.kind !== 'name') return []
    if (!speaking.test(name.text)) return []
    for (let k = i + 2; k < Math.min(i + headMax, tokens.length); k++) {
      if (tokens[k]!.text === ';') return []
      if (tokens[k]!.text === '{')
        return source.closes()[k]! > k
          ? [{ name: name.text, from: k, to: source.closes()[k]! }]
          : []
    }
    return []
  })
  return all.slice(0, holdersMax)
}

/**
 * Constants that name channels, or services at a registry, kept for the files that use them: `ORDERS_TOPIC = "orders"`, and everything in an
 * enum or object of such a name.
 */
export const channelConstants = (source: Source): Assignment[] => {
  if (!speaking.test(source.text)) return []
  const ranges = holdersOf(source)
  const out: Assignment[] = []
  for (const a of source.found.assignments) {
    if (a.value.kind !== 'text' || out.length >= perFileMax) continue
    const holder = ranges.find((r) => r.from < a.at && a.at <= r.to)
    const isOwn = speaking.test(a.target) || holder !== undefined
    const text = isOwn && !namesSecret(a.target) ? reduceLiteral(a.value.value) : undefined
    if (text === undefined || text === '' || /^\d+$/.test(text)) continue
    const name = holder === undefined ? a.target : `${holder.name}.${a.target}`
    out.push({ name, value: literal(text), at: { path: source.path, line: a.line } })
  }
  return out
}
