/** Shapes that many documents of `--json` are made of. */
import * as z from 'zod'

export const digest = z.string().regex(/^[0-9a-f]{64}$/)
export const keyId = z.string().regex(/^[0-9a-f]{16}$/)
export const count = z.int().nonnegative()

export const place = z.object({
  path: z.string(),
  line: z.int().positive(),
  column: z.int().positive().optional(),
  endColumn: z.int().positive().optional(),
})
export const diagnostic = z.object({
  code: z.string().regex(/^RTT\d{4}$/),
  slug: z.string(),
  severity: z.enum(['error', 'warning', 'note']),
  summary: z.string(),
  at: place.optional(),
  help: z.string().optional(),
  related: z.array(z.object({ at: place, label: z.string() })).optional(),
})
export const finding = diagnostic.extend({
  ends: z.array(z.string()),
  ignored: z.string().optional(),
})
export const evidence = place.extend({ signal: z.string(), key: z.string().optional() })
export const service = z.object({
  name: z.string(),
  aliases: z.array(z.string()),
  path: z.string(),
  lang: z.string(),
  kind: z.enum(['service', 'datastore', 'broker', 'external', 'job', 'agent']),
  ports: z.array(z.int()),
  at: place,
  exposedAt: place.optional(),
})
export const link = z.object({
  from: z.string(),
  port: z.string(),
  to: z.string(),
  via: z.string(),
  status: z.enum(['confirmed', 'declared', 'dead']),
  contract: z.string().optional(),
  programs: z.array(z.string()).optional(),
  ways: z
    .array(
      z.strictObject({
        in: z.string(),
        by: z.enum(['set', 'default', 'written', 'local']),
        hosts: z.array(z.string()),
        ports: z.array(z.int()),
      }),
    )
    .optional(),
  evidence: z.array(evidence),
})

export const check = z.object({
  name: z.string(),
  status: z.enum(['pass', 'fail', 'skip']),
  detail: z.string(),
  code: z.string().optional(),
  exit: z.int(),
})
