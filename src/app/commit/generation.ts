import { canonicalize } from '../../core/json/canonical.ts'
import { sha256 } from '../../core/json/digest.ts'
import { parseCanonical } from '../../core/json/parse.ts'
import * as z from '../../core/json/schema.ts'
import type { Replay } from '../../core/log/replay.ts'
import { checkStored } from '../../core/trust/stored.ts'
import type { Durable } from '../../ports/durable.ts'
import { paths } from './paths.ts'
import { type Blob, parsePlan } from './plan.ts'
import { readBlob } from './store.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)

const schema = z.strictObject({
  v: z.literal(1),
  plan: digest,
  envelope: digest,
  contracts: z.array(digest),
  files: z.array(z.strictObject({ path: z.string().min(1), sha256: digest })),
})

/** What a generation is made of: digests in the content store, the generated files by path. */
export type GenerationManifest = z.infer<typeof schema>

/** A manifest as a blob of the store. */
export const manifestBlob = (manifest: GenerationManifest): Blob => {
  const bytes = new TextEncoder().encode(canonicalize(manifest))
  return { digest: sha256(bytes), bytes }
}

export const generationFolder = (generation: number): string => `${paths.generations}/${generation}`

/** The generations that have a folder, whatever made it. */
const generationsOnDisk = (durable: Durable): readonly number[] =>
  durable
    .list(paths.generations)
    .filter((name) => /^[1-9]\d{0,14}$/.test(name))
    .map(Number)

/** The next generation: one that neither the log nor a folder left by a lost log has used. */
export const nextGeneration = (durable: Durable, { generationMax }: Replay): number =>
  Math.max(generationMax, ...generationsOnDisk(durable)) + 1

type Files = { readonly manifest: Uint8Array; readonly wiring: string }

/** Reads a manifest from the store; undefined when the store lacks it. */
export const readManifest = (
  durable: Durable,
  manifest: string,
): GenerationManifest | undefined => {
  const path = `${paths.store} (manifest ${manifest.slice(0, 8)})`
  const bytes = readBlob(durable, manifest)
  if (bytes === undefined) return undefined
  return checkStored({ value: parseCanonical(bytes, path), path, schema, code: 'RTT6004' })
}

const holdsAll = (durable: Durable, m: GenerationManifest): boolean =>
  [m.plan, m.envelope, ...m.contracts, ...m.files.map((f) => f.sha256)].every(
    (d) => readBlob(durable, d) !== undefined,
  )

/** The two files of a generation, made from the store alone; undefined when it lacks a part. */
const filesOf = (durable: Durable, manifest: string): Files | undefined => {
  const bytes = readBlob(durable, manifest)
  const m = readManifest(durable, manifest)
  if (bytes === undefined || m === undefined || !holdsAll(durable, m)) return undefined
  const plan = readBlob(durable, m.plan)
  if (plan === undefined) return undefined
  const { routes } = parsePlan(plan, m.plan, `plan ${m.plan.slice(0, 8)}`)
  return { manifest: bytes, wiring: canonicalize({ v: 1, plan: m.plan, routes }) }
}

/**
 * Builds the folder of a generation out of the content store, synced with its parent.
 *
 * @returns false, with nothing written, when the store lacks a part
 */
export const buildGeneration = (
  durable: Durable,
  generation: number,
  manifest: string,
): boolean => {
  const files = filesOf(durable, manifest)
  if (files === undefined) return false
  const folder = generationFolder(generation)
  durable.makeFolder(folder)
  durable.replace(`${folder}/manifest.json`, files.manifest)
  durable.replace(`${folder}/wiring.json`, files.wiring)
  return true
}

const equals = (a: Uint8Array | undefined, b: string | Uint8Array): boolean =>
  a !== undefined && Buffer.from(a).equals(Buffer.from(b))

/** `lost`: the folder is wrong or gone, and the store cannot make it again. */
export const generationState = (
  durable: Durable,
  generation: number,
  manifest: string,
): 'whole' | 'broken' | 'lost' => {
  const files = filesOf(durable, manifest)
  if (files === undefined) return 'lost'
  const folder = generationFolder(generation)
  const whole =
    equals(durable.read(`${folder}/manifest.json`), files.manifest) &&
    equals(durable.read(`${folder}/wiring.json`), files.wiring)
  return whole ? 'whole' : 'broken'
}
