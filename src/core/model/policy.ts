import { codes } from '../diag/codes.ts'
import * as z from '../json/schema.ts'

const text = (max: number) => z.string().min(1).max(max)
/** `rtt://shop/service/web`, `rtt://**`, or a folder: `web/**`. A port may follow an address: `#CART_URL`. */
const selector = text(1024)
const reason = z.string().trim().min(1, 'say why').max(1000)
const list = <T extends z.ZodType>(of: T) => z.array(of).max(1000).default([])

const rule = z.strictObject({
  effect: z.enum(['allow', 'deny']),
  from: selector,
  to: selector,
  /** Protocols that it is about; all where none is named. `import` is one. */
  via: z.array(text(32)).min(1).max(32).optional(),
  reason: reason.optional(),
})

const layer = z.strictObject({ name: text(64), members: z.array(selector).min(1).max(1000) })

const pin = z.strictObject({ from: selector, to: selector, reason: reason.optional() })

const contractRule = z.strictObject({
  from: selector,
  to: selector,
  dialects: z
    .array(z.enum(['proto', 'openapi', 'jsonschema', 'graphql', 'asyncapi', 'mcp']))
    .min(1)
    .optional(),
})

const versionRule = z.strictObject({
  ecosystem: z.enum(['npm', 'pep440', 'cargo', 'gomod', 'maven']),
  package: text(256),
  range: text(256),
  in: selector.default('**'),
})

const budget = z.strictObject({
  from: selector,
  to: selector,
  latencyUsP99: z.int().positive().optional(),
  throughputQps: z.int().positive().optional(),
})

const failover = z.strictObject({ from: selector, to: z.array(selector).min(1).max(16) })

const fanout = z.strictObject({
  from: selector,
  /** How many ends a port may have at once. */
  max: z.int().min(2).max(1000),
  /** How many times a message may be passed on, and whether those that come again are dropped: what a cycle needs. */
  ttl: z.int().min(1).max(255).optional(),
  dedupe: z.boolean().optional(),
})

const acyclic = z.strictObject({ among: z.array(selector).min(1).max(100) })

const backpressure = z.strictObject({
  to: selector,
  mode: z.enum(['taildrop', 'mark', 'nack', 'buffer']),
})

const day = z.iso.date()

const accepted = z.strictObject({
  code: z.string().refine((c) => Object.hasOwn(codes, c), 'no diagnostic has this code'),
  /** The names of its ends in order; `*` stands for any text. */
  ends: z.array(text(1024)).min(1).max(8).optional(),
  path: text(1024).optional(),
  reason,
  /** The last day on which it is accepted. */
  expires: day.optional(),
})

/** `.rtt/policy.json`: what may be connected, and what has to be. Where none is written everything found is allowed. */
export const policySchema = z.strictObject({
  $schema: z.string().max(1024).optional(),
  /** The digest of the `.cue` that this was made from. */
  cue: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  v: z.literal(1),
  /** The first rule that fits decides. */
  rules: list(rule),
  otherwise: z.enum(['allow', 'deny']).default('allow'),
  /** From the top down: a layer may use itself and those below it. */
  layers: list(layer),
  pins: list(pin),
  contracts: list(contractRule),
  versions: list(versionRule),
  budgets: list(budget),
  failover: list(failover),
  /** Where it is written, a port that leads to several ends at once needs an entry. */
  fanout: z.array(fanout).max(1000).optional(),
  acyclic: list(acyclic),
  backpressure: list(backpressure),
  findings: list(accepted),
  trust: z
    .strictObject({
      /** Every manifest has to be signed with the plan. */
      strict: z.boolean().default(true),
      /** A clone may sign for itself with a key of its own making. */
      developmentKeys: z.boolean().default(true),
    })
    .default({ strict: true, developmentKeys: true }),
})

export type Policy = z.infer<typeof policySchema>
