import type { Json } from '../../core/json/canonical.ts'
import { compareText } from '../../core/model/place.ts'
import { asObject, type JsonObject, member } from '../jsonschema/shape.ts'

/** What a body holds; `stream` is said of media types that are a row of messages. */
export type Media = { readonly schema: Json; readonly stream: boolean }

const streams = /^(?:text\/event-stream|application\/(?:x-ndjson|jsonl|json-seq|x-json-stream))$/

/** JSON comes first, then what is like it, then anything else; within those, by name. */
const rank = (type: string): number => {
  if (type === 'application/json') return 0
  if (/^[^/]+\/(?:[^/]*\+)?json$/.test(type)) return 1
  return type.startsWith('*/') || type.includes('/*') ? 3 : 2
}

/** Text and bytes, where a media type says that and no schema stands. */
const implied = (type: string): Json => {
  if (type.startsWith('text/')) return { type: 'string' }
  return rank(type) === 2 ? { type: 'string', format: 'binary' } : true
}

/** The media type of a body's `content` that stands for it, undefined without content. */
export const mediaOf = (body: JsonObject): Media | undefined => {
  const content = Object.entries(asObject(member(body, 'content'))).map(([type, media]) => ({
    type: (type.split(';')[0] ?? '').trim().toLowerCase(),
    media,
  }))
  const [first] = content.sort((a, b) => rank(a.type) - rank(b.type) || compareText(a.type, b.type))
  if (!first) return undefined
  const schema = member(asObject(first.media), 'schema') ?? implied(first.type)
  return { schema, stream: streams.test(first.type) }
}
