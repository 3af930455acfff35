import * as z from '../json/schema.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const address = z.string().min(1).max(512)
const deployment = z.string().max(1024)
const port = z.number().int().min(0).max(65_535)

const routeShape = {
  from: address,
  to: address,
  rung: z.enum(['observed', 'bridged', 'bound']),
  class: z.string().max(64),
  lanes: z.array(z.string().max(64)).max(16).readonly(),
  contract: digest.nullable(),
}

const portRole = z.enum([
  'service',
  'target',
  'container',
  'published',
  'variable',
  'image',
  'code',
])

const waySchema = z.strictObject({
  in: deployment,
  by: z.enum(['set', 'default', 'written', 'local']),
  hosts: z.array(z.string().max(256)).max(64).readonly(),
  ports: z.array(port).max(64).readonly(),
})

/** A route of projection 1, without the ways that its address takes. */
const firstRouteSchema = z.strictObject(routeShape)

const callText = z.string().max(4096)
const callsSchema = z.strictObject({
  served: z.array(z.strictObject({ call: callText, by: callText })).readonly(),
  unserved: z.array(callText).readonly(),
})

export const routeSchema = z.strictObject({
  ...routeShape,
  ways: z.array(waySchema).readonly().optional(),
  programs: z.array(z.string().max(4096)).max(64).readonly().optional(),
  calls: callsSchema.optional(),
})

const stepSchema = z.strictObject({
  op: z.enum(['add', 'change', 'remove']),
  from: address,
  to: address,
})

const inverseOf = <R extends z.ZodType>(route: R) =>
  z.discriminatedUnion('op', [
    z.strictObject({ op: z.literal('add'), route }),
    z.strictObject({ op: z.literal('change'), route }),
    z.strictObject({ op: z.literal('remove'), from: address, to: address }),
  ])

const contractRow = z.strictObject({
  digest,
  id: z.string().max(512),
  dialect: z.string().max(32),
})

const common = {
  v: z.literal(1),
  namespace: z.array(z.string().min(1)).min(1).max(4),
  base: digest.nullable(),
  contracts: z.array(contractRow),
  steps: z.array(stepSchema),
}

const firstSchema = z.strictObject({
  ...common,
  projection: z.literal(1),
  routes: z.array(firstRouteSchema),
  inverse: z.array(inverseOf(firstRouteSchema)),
})

const secondSchema = z.strictObject({
  ...common,
  projection: z.literal(2),
  routes: z.array(routeSchema),
  inverse: z.array(inverseOf(routeSchema)),
  /**
   * Where services are started, by which names they are reached there, and who says which of their ports; `in` is empty for
   * what holds everywhere.
   */
  services: z.array(
    z.strictObject({
      of: address,
      in: deployment,
      names: z.array(z.string().max(256)).max(256),
      ports: z.partialRecord(portRole, z.array(port).max(256)),
    }),
  ),
  /** What MCP servers offer, whoever calls them. */
  tools: z.array(z.strictObject({ of: address, contract: digest })),
  /** What manifests ask for; absent where none asks. */
  requirements: z
    .array(
      z.strictObject({
        of: address,
        port: z.string().max(128),
        target: z.string().max(1024),
        contract: z.string().max(1024).optional(),
        answer: z.string().max(1024).optional(),
        operation: z.string().max(256).optional(),
        capabilities: z.array(z.string().max(64)).max(64).readonly().optional(),
        coercer: z.string().max(1024).optional(),
      }),
    )
    .readonly()
    .optional(),
  /** The digest of the policy under which it was made. */
  policy: digest.nullable(),
  /** Wiring faults that are known and accepted: their codes and the names of their ends. */
  findings: z.array(
    z.strictObject({ code: z.string().max(16), ends: z.array(z.string().max(2048)).max(16) }),
  ),
})

/** The body of a plan (design: on disk), as it is stored: of the projection that is made, or of the one before it. */
export const planSchema = z.discriminatedUnion('projection', [firstSchema, secondSchema])

export type StoredBody = z.infer<typeof planSchema>
/** The body that RTT makes today. */
export type PlanBody = z.infer<typeof secondSchema>
export type Step = PlanBody['steps'][number]
export type InverseStep = PlanBody['inverse'][number]
export type ServiceRow = PlanBody['services'][number]
export type ToolRow = PlanBody['tools'][number]
export type FindingRow = PlanBody['findings'][number]

export const planVersion = 1
export const projection = 2
