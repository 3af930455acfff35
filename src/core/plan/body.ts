import * as z from 'zod'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const address = z.string().min(1).max(512)

export const routeSchema = z.strictObject({
  from: address,
  to: address,
  rung: z.enum(['observed', 'bridged', 'bound']),
  class: z.string().max(64),
  lanes: z.array(z.string().max(64)).max(16).readonly(),
  contract: digest.nullable(),
})

const stepSchema = z.strictObject({
  op: z.enum(['add', 'change', 'remove']),
  from: address,
  to: address,
})
const inverseSchema = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('add'), route: routeSchema }),
  z.strictObject({ op: z.literal('change'), route: routeSchema }),
  z.strictObject({ op: z.literal('remove'), from: address, to: address }),
])

/** The body of a plan (design: on disk), projection 1. */
export const planSchema = z.strictObject({
  v: z.literal(1),
  projection: z.literal(1),
  namespace: z.array(z.string().min(1)).min(1).max(4),
  base: digest.nullable(),
  routes: z.array(routeSchema),
  contracts: z.array(
    z.strictObject({ digest, id: z.string().max(512), dialect: z.string().max(32) }),
  ),
  steps: z.array(stepSchema),
  inverse: z.array(inverseSchema),
})

export type PlanBody = z.infer<typeof planSchema>
export type Step = PlanBody['steps'][number]
export type InverseStep = PlanBody['inverse'][number]

export const planVersion = 1
export const projection = 1
