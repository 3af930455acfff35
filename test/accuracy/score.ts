/** A truth file: who talks to whom in a repository of others, found by reading it. */
export type Truth = {
  readonly name: string
  /** When it was added: what was tuned on one set is judged by the next. */
  readonly set: string
  readonly repo: string
  readonly commit: string
  readonly services: readonly {
    readonly name: string
    readonly aliases?: readonly string[]
    readonly required?: false
  }[]
  readonly edges: readonly Edge[]
  /** Pairs that a careless reader would believe in. */
  readonly traps: readonly Edge[]
}

type Edge = {
  readonly from: string
  readonly to: string
  readonly via: string
  /** False: arguable, or not part of the default deployment; neither hit nor miss. */
  readonly required?: false
}

export type Scan = {
  readonly services: readonly { readonly name: string; readonly aliases: readonly string[] }[]
  readonly links: readonly (Edge & { readonly status: string })[]
}

export type Score = {
  readonly hits: number
  readonly wrong: readonly string[]
  readonly missed: readonly string[]
}

const plain = (name: string): string => name.toLowerCase().replaceAll('_', '-')

/** Every name of a service leads to the one that the truth gives it. */
const namesOf = (truth: Truth, scan: Scan): ((name: string) => string) => {
  const known = new Map<string, string>()
  for (const s of truth.services)
    for (const n of [s.name, ...(s.aliases ?? [])]) known.set(plain(n), s.name)
  for (const s of scan.services) {
    const all = [s.name, ...s.aliases].map(plain)
    const own = all.map((n) => known.get(n)).find((n) => n !== undefined)
    if (own !== undefined) for (const n of all) if (!known.has(n)) known.set(n, own)
  }
  return (name) => known.get(plain(name)) ?? plain(name)
}

/** Compares the confirmed links with the truth, pair by pair; optional services and edges do not count. */
export const score = (truth: Truth, scan: Scan): Score => {
  const name = namesOf(truth, scan)
  const pair = (e: Edge): string => `${name(e.from)} -> ${name(e.to)}`
  const optional = new Set(truth.services.filter((s) => s.required === false).map((s) => s.name))
  const wanted = new Set(truth.edges.filter((e) => e.required !== false).map(pair))
  const traps = new Set(truth.traps.map(pair))
  const neutral = new Set(
    truth.edges
      .filter((e) => e.required === false)
      .map(pair)
      .filter((p) => !traps.has(p)),
  )
  const found = new Set(
    scan.links
      .filter((l) => l.status === 'confirmed')
      .filter((l) => !optional.has(name(l.from)) && !optional.has(name(l.to)))
      .filter((l) => name(l.from) !== name(l.to))
      .map(pair),
  )
  return {
    hits: [...found].filter((p) => wanted.has(p)).length,
    wrong: [...found].filter((p) => !wanted.has(p) && !neutral.has(p)).sort(),
    missed: [...wanted].filter((p) => !found.has(p)).sort(),
  }
}

/** Precision, recall and F1 of counts; 1 where there is nothing to find and nothing was found. */
export const ratios = (hits: number, wrong: number, missed: number) => {
  const precision = hits + wrong === 0 ? 1 : hits / (hits + wrong)
  const recall = hits + missed === 0 ? 1 : hits / (hits + missed)
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { precision, recall, f1 }
}
