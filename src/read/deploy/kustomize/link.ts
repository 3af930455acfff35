import { diagnostic } from '../../../core/diag/diagnostic.ts'
import type { DeploySource, Unit } from '../../../core/model/deployment.ts'
import { type DocumentFacts, readDocuments } from '../kubernetes/documents.ts'
import { placeIn } from '../rendered.ts'
import { buildKustomization, type Store, topKustomizations } from './build.ts'
import { type Doc, nameOf } from './document.ts'
import { isKustomization, type Kustomization, readKustomization } from './kustomization.ts'
import { Exhausted, writeTrees } from './tree.ts'

const nodesPerBuild = 200_000
const nodesInAll = 3_000_000

/** Units by the name that they had before the overlay put something around it. */
const withFirstNames = (units: readonly Unit[], docs: readonly Doc[]): Unit[] => {
  const first = new Map(docs.map((d) => [nameOf(d.tree), d.names[0]!]))
  return units.map((u) => {
    const service = first.get(u.name)
    return service === undefined || service === u.name ? u : { ...u, service }
  })
}

const read = (k: Kustomization, store: Store): DocumentFacts => {
  try {
    const docs = buildKustomization(k, store)
    const made = writeTrees(
      k.path,
      docs.map((d) => d.tree),
    )
    const found = readDocuments({
      path: k.path,
      text: made.text,
      deployment: `kustomize:${k.folder}`,
      placeOf: (line) => placeIn(made, line),
    })
    return {
      ...found,
      facts: found.facts.map((f) => (f.units ? { ...f, units: withFirstNames(f.units, docs) } : f)),
    }
  } catch (cause) {
    if (!(cause instanceof Exhausted || cause instanceof RangeError)) throw cause
    const at = { path: k.path, line: 1 }
    return {
      facts: [],
      proxies: [],
      diagnostics: [
        diagnostic('RTT1015', 'this kustomization was not built: it grows beyond what RTT reads', {
          at,
        }),
      ],
    }
  }
}

/**
 * Builds every kustomization that no other one takes in; `owned` are the files that some kustomization
 * names, patches among them, which mean nothing by themselves.
 */
export const linkKustomizations = (
  sources: readonly DeploySource[],
): { read: readonly DocumentFacts[]; owned: ReadonlySet<string> } => {
  const found = sources
    .filter((s) => isKustomization(s.path))
    .flatMap((s) => readKustomization(s) ?? [])
  const kustomizations = new Map(found.map((k) => [k.folder, k]))
  const texts = new Map(sources.map((s) => [s.path, s.text]))
  const known: Store['read'] = new Map()
  let left = nodesInAll
  const all = topKustomizations(kustomizations).map((k) => {
    const allowance = { left: Math.min(nodesPerBuild, left) }
    const before = allowance.left
    const facts = read(k, { kustomizations, texts, allowance, read: known })
    left -= before - allowance.left
    return facts
  })
  return {
    read: all,
    owned: new Set([...found.map((k) => k.path), ...found.flatMap((k) => k.named)]),
  }
}
