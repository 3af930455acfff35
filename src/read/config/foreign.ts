import type { Format } from './files.ts'
import type { Setting } from './setting.ts'

/** Documents that other readers read, or that are about something else than a program's connections. */
const documents: readonly RegExp[] = [
  /^apiVersion:/m,
  /^["']?(?:openapi|swagger|asyncapi)["']?\s*:/m,
  /^AWSTemplateFormatVersion/m,
  /^\s{0,8}static_resources:/m,
  /^(?:scrape_configs|jobs|stages|workflows|pipelines|steps|plays|paths):/m,
  /^on:\s*(?:$|\[|push)/m,
  /^- (?:hosts|name):.{0,200}$\n\s+(?:hosts|tasks|become|roles):/m,
]

/** `services:` whose members have an image or are built: compose, under another name. */
const isCompose = (text: string): boolean =>
  /^services:/m.test(text) && /^ {2,8}(?:image|build|container_name|depends_on):/m.test(text)

/** Lines that end in `;`, blocks of words: nginx and its like, which have readers of their own. */
const isDirectives = (text: string): boolean =>
  /^[ \t]*(?:server|location|upstream|events|http|stream)\b[^=:\n]*\{/m.test(text) ||
  /^[ \t]*<(?:VirtualHost|Location|Proxy|IfModule|Directory)\b/im.test(text)

/** Whether a text is none that a program is configured with. */
export const skips = (text: string, format: Format): boolean => {
  if (format === 'yaml') return documents.some((d) => d.test(text)) || isCompose(text)
  if (format === 'json')
    return /"(?:openapi|swagger|asyncapi|\$schema"\s*:\s*"[^"]{0,80}json-schema|panels|info)"\s*:/.test(
      text.slice(0, 4000),
    )
  return format === 'lines' && isDirectives(text)
}

/** Settings for tests, in files that have one part for each environment. */
export const isTest = (s: Setting): boolean => /^(?:test|testing|ci|e2e)$/i.test(s.keys[0] ?? '')
