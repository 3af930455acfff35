/** The documents of the commands that plan, verify and approve. */
import * as z from 'zod'
import { routeSchema } from '../src/core/plan/body.ts'
import { check, count, digest, evidence, keyId, place } from './shapes.ts'

const routeStep = z.strictObject({
  op: z.enum(['add', 'change', 'remove']),
  from: z.string(),
  to: z.string(),
  class: z.string(),
  what: z.array(z.string()),
})

export const gateReports = {
  plan: {
    status: z.enum(['new', 'unchanged', 'none', 'refused']).optional(),
    plan: digest.nullable().optional(),
    folder: z.string().optional(),
    added: count.optional(),
    changed: count.optional(),
    removed: count.optional(),
    routes: z.array(routeSchema).optional(),
    route: routeSchema.optional(),
    evidence: z.array(evidence).optional(),
    contract: z.object({ id: z.string(), digest, at: place }).nullable().optional(),
    reason: z.string().optional(),
    merged: z.strictObject({ ours: digest, theirs: digest, common: digest.nullable() }).optional(),
    conflicts: z
      .array(
        z.strictObject({
          route: z.string(),
          ours: routeSchema.optional(),
          theirs: routeSchema.optional(),
        }),
      )
      .optional(),
    inputs: z.array(z.strictObject({ name: z.string(), digest })).optional(),
    fingerprint: digest.optional(),
    unexpected: z.array(z.string()).optional(),
    pruned: z.strictObject({ plans: z.array(digest), contracts: z.array(digest) }).optional(),
  },
  verify: {
    checks: z.array(check).optional(),
    steps: z.array(routeStep).optional(),
    routes: count.optional(),
    file: z.string().optional(),
    keys: z.array(keyId).optional(),
    via: z.string().optional(),
  },
  approve: {
    status: z.enum(['signed', 'already-signed', 'shown', 'none', 'refused']),
    plan: digest.nullable(),
    key: keyId.nullable(),
    accepted: z.object({
      steps: z.array(routeStep),
      contracts: z.array(
        z.strictObject({
          provider: z.string(),
          contract: z.string(),
          path: z.string(),
          rule: z.string(),
          effect: z.enum(['breaking', 'unknown']),
          before: z.string(),
          after: z.string(),
        }),
      ),
      also: z.array(z.string()),
    }),
  },
  config: {
    files: z
      .array(
        z.strictObject({
          path: z.string(),
          status: z.enum(['absent', 'valid']),
          checkedBy: z.array(z.string()),
        }),
      )
      .optional(),
    cue: z.string().nullable().optional(),
    wrote: z.array(z.string()).optional(),
    origins: z
      .array(
        z.strictObject({
          key: z.string(),
          value: z.unknown(),
          from: z.enum(['environment', 'repository', 'default']),
          at: z.string(),
        }),
      )
      .optional(),
  },
  policy: { path: z.string().nullable(), rules: count, violations: count },
}
