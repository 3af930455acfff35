import * as z from '../json/schema.ts'
import type { Place } from './place.ts'

const bounded = (max: number) => z.string().min(1).max(max)

/**
 * `requires`: the consumer's port, the selector of who may be at its end, with a range of versions behind `@`. What is sent
 * (`contract`, else that of the symbol), what is expected back (`answer`), which operation is meant where the provider has
 * several, of which capabilities it has to have one; `coercer` is the code that makes one type of the other.
 */
const requirement = z.strictObject({
  port: bounded(128),
  target: bounded(1024),
  critical: z.boolean().default(false),
  contract: bounded(1024).optional(),
  answer: bounded(1024).optional(),
  operation: bounded(256).optional(),
  capabilities: z.array(bounded(64)).max(64).default([]),
  coercer: bounded(1024).optional(),
})

const run = z.strictObject({
  command: z.array(bounded(4096)).min(1),
  cwd: bounded(1024).optional(),
  env: z.record(bounded(256), z.string().max(4096)).optional(),
  ready: z.strictObject({ port: z.int().min(1).max(65_535) }).optional(),
})

const symbol = z.strictObject({
  address: bounded(512),
  direction: z.enum(['provider', 'consumer', 'both']).default('provider'),
  contract: bounded(1024).optional(),
  capabilities: z.array(bounded(64)).default([]),
  qos: z
    .strictObject({
      latencyBudgetUs: z.int().positive().optional(),
      throughputQps: z.int().positive().optional(),
    })
    .optional(),
  requires: z.array(requirement).default([]),
  run: run.optional(),
  grants: z
    .strictObject({ net: z.boolean().optional(), read: z.array(bounded(1024)).optional() })
    .optional(),
  tags: z.record(bounded(64), z.string().max(256)).optional(),
})

/** The shape of `rtt.manifest.json` (design: manifest). */
export const manifestSchema = z.strictObject({
  $schema: z.string().optional(),
  v: z.literal(1),
  symbols: z.array(symbol).max(1000),
})

export type ManifestDocument = z.infer<typeof manifestSchema>
export type ManifestSymbolDocument = ManifestDocument['symbols'][number]

/** One symbol that a manifest declares, with where it stands. */
export type ManifestSymbol = ManifestSymbolDocument & {
  /** JSON pointer of the symbol in its file. */
  readonly pointer: string
  readonly at: Place
  readonly contractAt?: Place
}

/** A manifest file: the folder it speaks for, and its symbols. */
export type Manifest = {
  readonly dir: string
  readonly at: Place
  readonly symbols: readonly ManifestSymbol[]
}
