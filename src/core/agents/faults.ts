import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import type { Json } from '../json/canonical.ts'
import type { Contract, Method } from '../model/contract.ts'
import type { Place } from '../model/place.ts'
import type { ToolSet } from '../model/toolset.ts'

/**
 * What a person does not see and a model reads: characters without width, those that turn the direction of the text, tags,
 * and what commands a terminal.
 * The joiner of emoji stands between two of them.
 */
const hidden =
  /(?<!\p{Extended_Pictographic}\uFE0F?)[\p{Cf}\u2028\u2029\u3164\uFFA0]|\u202E|(?![\n\r\t])\p{Cc}/gu

/** Sentences that are meant for the model and against the person; each was seen in poisoned tools. */
const orders: readonly RegExp[] = [
  /\b(?:ignore|disregard|forget|override)\b[^.\n]{0,40}\b(?:previous|prior|above|earlier|all|any|other|system)\b[^.\n]{0,30}\b(?:instruction|prompt|rule|message|guideline)/i,
  /\b(?:do not|don'?t|never|without)\b[^.\n]{0,20}\b(?:tell|mention|inform|reveal|notify|show|telling|informing|notifying|mentioning)\b[^.\n]{0,25}\b(?:user|human|person|anyone)/i,
  /<\s*\/?\s*(?:important|system|instructions?|secret|hidden|admin)\s*>/i,
  /\b(?:before|when|prior to|after)\b[^.\n]{0,30}\b(?:using|calling|invoking|use|call|every|any)\b[^.\n]{0,40}\btools?\b[^.\n]{0,80}\b(?:read|send|upload|forward|pass|include|copy)\b[^.\n]{0,80}(?:\.ssh|\.env|id_rsa|credential|password|secret|api key|mcp\.json|config)/i,
  /(?:~|\$HOME|\/home\/\w+|\/root)\/\.(?:ssh|aws|cursor|gnupg|netrc|kube)\b/i,
  /\b(?:send|post|upload|forward|exfiltrate|leak)\b[^.\n]{0,60}\b(?:conversation|chat history|system prompt|credentials?|private keys?|secrets?|passwords?)\b[^.\n]{0,40}\bto\b/i,
  /\byou (?:are|must act as) now\b[^.\n]{0,60}\b(?:assistant|agent|mode|admin)/i,
]

/** All texts of a tool that a model is given: its description, and those in its schema. */
const textsOf = ({ name, tool }: Method): string[] => {
  const found: string[] = [name, ...(tool?.description === undefined ? [] : [tool.description])]
  const waiting: Json[] = [tool?.input, tool?.more].filter((v) => v !== undefined)
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (typeof value === 'string') found.push(value)
    else if (Array.isArray(value)) waiting.push(...value)
    else if (typeof value === 'object' && value !== null)
      waiting.push(...Object.keys(value), ...Object.values(value))
  }
  return found
}

const shown = (c: string): string =>
  `U+${c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`

const hiddenFault = (texts: readonly string[]): string | undefined => {
  const found = new Set(texts.flatMap((t) => t.match(hidden) ?? []))
  return found.size === 0 ? undefined : [...found].map(shown).sort().slice(0, 4).join(', ')
}

const orderIn = (texts: readonly string[]): string | undefined => {
  for (const text of texts)
    for (const order of orders) {
      const found = order.exec(text)?.[0]
      if (found !== undefined) return found.replace(/\s+/g, ' ').slice(0, 80)
    }
  return undefined
}

type Input = {
  readonly contracts: readonly Contract[]
  readonly toolSets: readonly ToolSet[]
  /** Where a tool of a service is registered. */
  readonly placeOf: (service: string, tool: string) => Place | undefined
}

/** Tools whose texts hide something from people, or give orders to the model that reads them. */
export const toolFaults = ({ contracts, toolSets, placeOf }: Input): Finding[] => {
  const bodies = new Map(contracts.map((c) => [c.digest, c]))
  return toolSets.flatMap(({ service, contract }) =>
    (bodies.get(contract)?.body.methods ?? []).flatMap((m): Finding[] => {
      const texts = textsOf(m)
      const place = placeOf(service, m.name) ?? bodies.get(contract)!.at
      const at = { path: place.path, line: place.line }
      const [characters, order] = [hiddenFault(texts), orderIn(texts)]
      const ends = [service, m.name]
      return [
        ...(characters === undefined
          ? []
          : [
              {
                ...diagnostic(
                  'RTT1122',
                  `the tool ${m.name} of ${service} has characters that nobody sees: ${characters}`,
                  { at },
                ),
                ends,
              },
            ]),
        ...(order === undefined
          ? []
          : [
              {
                ...diagnostic(
                  'RTT1123',
                  `the tool ${m.name} of ${service} gives orders to the model: "${order}"`,
                  { at },
                ),
                ends,
              },
            ]),
      ]
    }),
  )
}
