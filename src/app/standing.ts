import { sha256, sha256Parts } from '../core/json/digest.ts'
import type { Workspace } from '../ports/workspace.ts'
import { activeState } from './active.ts'
import { localEnvelopeFile, paths, rootEnvelopeFile } from './commit/paths.ts'
import { planPath } from './plans.ts'

const fileBytesMax = 64 * 1024 * 1024

/** The files that `verify` judges, as far as they exist: plan, envelopes, trust, log, generation. */
const judged = ({ durable }: Workspace, dir: string, planId: string): string[] => {
  const active = activeState(durable)
  const generation =
    active === undefined
      ? []
      : durable
          .list(`${paths.generations}/${active.generation}`)
          .map((n) => `${paths.generations}/${active.generation}/${n}`)
  const contracts = durable.list(`${dir}/contracts`).map((n) => `${dir}/contracts/${n}`)
  const log = durable.list(paths.wal).map((n) => `${paths.wal}/${n}`)
  const pinned = durable.list(paths.pinned).map((n) => `${paths.pinned}/${n}`)
  return [
    `${dir}/LATEST`,
    planPath(dir, planId),
    rootEnvelopeFile(dir, planId),
    localEnvelopeFile(planId),
    paths.root,
    paths.local,
    paths.current,
    ...contracts,
    ...log,
    ...pinned,
    ...generation,
  ]
}

/** Blobs that the generation names, by size: enough to see that one is gone or cut. */
const storeText = ({ files }: Workspace, manifest: string): string =>
  [...new Set(manifest.match(/[0-9a-f]{64}/g))]
    .map((d) => `${d} ${files.stat(`${paths.store}/${d.slice(0, 2)}/${d.slice(2)}`)?.size}`)
    .join('\n')

/**
 * One digest of everything that `verify` judges. While it is the same, so is the verdict, but for keys
 * that expire.
 */
export const standingDigest = (space: Workspace, dir: string, planId: string): string => {
  let manifest = ''
  const texts = judged(space, dir, planId).map((path) => {
    const isFile = space.files.stat(path)?.kind === 'file'
    const bytes = isFile ? space.files.read(path, fileBytesMax) : undefined
    if (bytes && path.startsWith(`${paths.generations}/`))
      manifest += new TextDecoder().decode(bytes)
    return `${path}\0${bytes === undefined ? '-' : sha256(bytes)}\n`
  })
  return sha256Parts([storeText(space, manifest), ...texts])
}
