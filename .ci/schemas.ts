/**
 * Writes schemas/*.schema.json from zod: the documents of `--json`, and the files that RTT reads and
 * writes. `--check` writes nothing and fails when one is not current.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { panelSchema } from '../src/core/model/config.ts'
import { manifestSchema } from '../src/core/model/manifest.ts'
import { policySchema } from '../src/core/model/policy.ts'
import { toolListSchema } from '../src/core/model/toollist.ts'
import { planSchema } from '../src/core/plan/body.ts'
import { gateReports } from './gate-reports.ts'
import { check, count, diagnostic, digest, finding, keyId, link, place, service } from './shapes.ts'

const folder = join(import.meta.dirname, '../schemas')
const imported = link.extend({ ecosystem: z.string(), isInner: z.literal(true).optional() })
const tally = z.record(z.string(), count)
const counts = z.strictObject({
  files: z.strictObject({ language: tally }),
  services: z.strictObject({ language: tally, kind: tally }),
  symbols: z.strictObject({ type: tally, evidence: tally }),
  links: z.strictObject({ via: tally, status: tally, signal: tally }),
  imports: z.strictObject({ ecosystem: tally, status: tally }),
  contracts: z.strictObject({ dialect: tally }),
  findings: z.strictObject({ code: tally, severity: tally }),
})
const milliseconds = z.number().nonnegative()
const times = z.strictObject({
  list: milliseconds,
  digest: milliseconds,
  read: milliseconds,
  link: milliseconds,
  findings: milliseconds,
  store: milliseconds,
})
const contractRef = z.object({ digest, id: z.string(), dialect: z.string() })
const symbol = z.object({
  address: z.string(),
  type: z.string(),
  name: z.string(),
  lang: z.string(),
  at: place,
  contract: contractRef.optional(),
  evidence: z.enum(['manifest', 'ast', 'heuristic']),
  direction: z.enum(['provider', 'consumer', 'both']),
})
const stage = z.object({
  name: z.string(),
  hit: z.boolean(),
  in: digest,
  out: digest,
  milliseconds: count,
  summary: z.record(z.string(), z.unknown()),
})
const active = z.looseObject({ plan: digest, generation: count })
const entry = z.object({
  seq: count,
  t: z.string(),
  kind: z.string(),
  tx: count,
  plan: digest.optional(),
  generation: count.optional(),
  hash: digest,
  root: digest,
})

const reports: Readonly<Record<string, z.ZodRawShape>> = {
  up: {
    stages: z.array(stage),
    plan: digest.nullable(),
    wrote: z.boolean(),
    verified: z.boolean(),
    checks: z.array(check),
    findings: count,
  },
  init: { created: z.boolean(), key: keyId },
  scan: {
    namespace: z.array(z.string()),
    services: z.array(service),
    symbols: z.array(symbol),
    links: z.array(link),
    imports: z.array(imported),
    findings: z.array(finding),
    contracts: z.array(contractRef.extend({ kind: z.enum(['service', 'schema']), at: place })),
    packages: z.array(
      z.looseObject({ ecosystem: z.string(), name: z.string(), at: place, root: z.string() }),
    ),
    stats: z.strictObject({
      files: count,
      read: count,
      counts,
      cached: count.optional(),
      milliseconds: times.optional(),
    }),
  },
  check: {
    findings: z.array(finding),
    counts: z.strictObject({ error: count, warning: count, note: count, ignored: count }),
  },
  why: {
    link: link.optional(),
    steps: z.array(z.object({ at: place, says: z.string() })).optional(),
    conclusion: z.string().optional(),
    missing: z.array(z.string()).optional(),
    service: service.optional(),
    callers: z.array(link).optional(),
    calls: z.array(link).optional(),
    breaks: z.array(z.string()).optional(),
    addresses: z.array(place).optional(),
    findings: z.array(finding),
  },
  doctor: { drifts: count, conflicts: count, document: z.looseObject({ v: z.literal(1) }) },
  gen: {
    connectors: z.record(z.string(), count).optional(),
    status: z.enum(['current', 'stale']).optional(),
    files: count,
    changed: count.optional(),
    removed: count.optional(),
    folder: z.string().optional(),
  },
  sign: {
    status: z.enum(['signed', 'already-signed']),
    files: z.array(z.string()).optional(),
    path: z.string(),
    key: keyId,
    plan: digest.nullable(),
  },
  apply: {
    status: z.string(),
    plan: digest,
    generation: count.optional(),
    seq: count.optional(),
    root: digest.optional(),
    keys: z.array(keyId).optional(),
    via: z.string().optional(),
    recovered: z.unknown().optional(),
    steps: z.array(z.unknown()).optional(),
  },
  rollback: {
    status: z.string(),
    plan: digest,
    generation: count,
    seq: count,
    root: digest,
    from: active,
    to: count,
    recovered: z.unknown(),
  },
  status: {
    initialised: z.boolean(),
    dir: z.string(),
    latest: digest.nullable(),
    signed: z.boolean(),
    active: digest.nullable(),
    generation: count.nullable(),
    next: z.string().nullable(),
    services: count.nullable(),
    links: count.nullable(),
    contracts: count.nullable(),
  },
  ls: { what: z.string(), rows: z.array(z.unknown()) },
  graph: {
    file: z.string().optional(),
    opened: z.boolean().optional(),
    url: z.string().optional(),
    nodes: z.array(z.object({ id: z.string(), kind: z.string(), lang: z.string() })),
    edges: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        via: z.string(),
        status: z.string(),
        port: z.string(),
      }),
    ),
  },
  watch: {
    event: z.enum([
      'ready',
      'service-added',
      'service-removed',
      'link-added',
      'link-removed',
      'link-changed',
      'finding-added',
      'finding-removed',
      'gone',
      'back',
      'failed',
      'stopped',
    ]),
    services: count.optional(),
    links: count.optional(),
    findings: count.optional(),
    service: service.optional(),
    link: link.optional(),
    before: link.optional(),
    finding: finding.optional(),
    error: diagnostic.optional(),
  },
  explain: {
    code: z.string(),
    slug: z.string(),
    severity: z.string(),
    exits: z.int(),
    title: z.string(),
    help: z.string(),
  },
  wal: {
    entries: z.array(entry).optional(),
    origin: z.string().nullable().optional(),
    size: count.optional(),
    root: digest.optional(),
    active: active.nullable().optional(),
  },
  mcp: {
    server: z.string(),
    path: z.string(),
    tools: z.array(
      z.strictObject({
        name: z.string(),
        change: z.enum(['new', 'same', 'changed', 'gone']),
        description: z.string(),
      }),
    ),
    agents: z.array(z.string()),
  },
  keys: {
    keys: z
      .array(
        z.object({
          id: keyId,
          name: z.string(),
          publicKey: z.string(),
          expires: z.string().optional(),
          trust: z.array(z.string()),
          file: z.string().optional(),
        }),
      )
      .optional(),
    id: keyId.optional(),
    name: z.string().optional(),
    publicKey: z.string().optional(),
    from: z.array(z.enum(['root', 'local'])).optional(),
  },
  ...gateReports,
  recover: {
    status: z.enum(['clean', 'recovered']),
    active: active.nullable(),
    found: z.unknown(),
  },
}

const envelope = (command: string) => ({
  schema: z.literal(`rtt.${command}/1`),
  version: z.string(),
  exit: z.int(),
  diagnostics: z.array(diagnostic),
})

/** The document that a command prints with `--json`: its report, or its error in the same envelope. */
export const reportSchema = (command: string): z.ZodType => {
  const shape = reports[command]
  if (shape === undefined) throw new Error(`${command} has no schema`)
  return z.union([
    z.strictObject({ ...envelope(command), ok: z.boolean(), ...shape }),
    z.strictObject({ ...envelope(command), ok: z.literal(false), error: diagnostic }),
  ])
}

export const reportNames = Object.keys(reports)

const documents = (): ReadonlyMap<string, z.ZodType> =>
  new Map<string, z.ZodType>([
    ...reportNames.map((name) => [`report.${name}`, reportSchema(name)] as const),
    ['manifest', manifestSchema],
    ['panel', panelSchema],
    ['plan', planSchema],
    ['policy', policySchema],
    ['toollist', toolListSchema],
  ])

/** Every file of schemas/ as it should be. */
export const schemaFiles = (): ReadonlyMap<string, string> =>
  new Map(
    [...documents()].map(([name, schema]) => [
      `${name}.schema.json`,
      `${JSON.stringify({ title: `rtt ${name}`, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) }, null, 2)}\n`,
    ]),
  )

if (import.meta.main) {
  const wanted = schemaFiles()
  mkdirSync(folder, { recursive: true })
  const stale = [...wanted].filter(
    ([name, text]) =>
      !readdirSync(folder).includes(name) || readFileSync(join(folder, name), 'utf8') !== text,
  )
  if (process.argv.includes('--check')) process.exitCode = stale.length === 0 ? 0 : 1
  else for (const [name, text] of stale) writeFileSync(join(folder, name), text)
  console.log(
    `${wanted.size} schemas, ${stale.length} ${process.argv.includes('--check') ? 'stale' : 'written'}`,
  )
}
