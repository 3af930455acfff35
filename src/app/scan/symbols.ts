import type { Contract } from '../../core/model/contract.ts'
import type { Manifest } from '../../core/model/manifest.ts'
import type { Package } from '../../core/model/package.ts'
import { compareText } from '../../core/model/place.ts'
import { formatSaddr, parseSaddr, type SymbolType } from '../../core/model/saddr.ts'
import { type Service, typeOfKind } from '../../core/model/service.ts'
import type { SymbolDef } from '../../core/model/symbol.ts'

type Parts = {
  readonly namespace: readonly string[]
  readonly services: readonly Service[]
  readonly packages: readonly Package[]
  readonly contracts: readonly Contract[]
  readonly manifests: readonly Manifest[]
  /** Tools, agents, routes, commands, jobs, hooks and channels. */
  readonly offered: readonly SymbolDef[]
  readonly contractOf: (m: Manifest, ref: string) => Contract | undefined
}

const langOf: Readonly<Record<Package['ecosystem'], string>> = {
  npm: 'javascript',
  pep440: 'python',
  cargo: 'rust',
  gomod: 'go',
  maven: 'java',
}
const contractRef = (c: Contract): SymbolDef['contract'] & {} => ({
  digest: c.digest,
  id: c.id,
  dialect: c.dialect,
})

const serviceSymbol = (s: Service, namespace: readonly string[]): SymbolDef => ({
  address: formatSaddr({ namespace, type: typeOfKind[s.kind], name: s.name }),
  type: typeOfKind[s.kind],
  name: s.name,
  lang: s.lang,
  at: s.at,
  evidence: 'heuristic',
  direction: s.kind === 'service' ? 'both' : 'provider',
})

const packageSymbol = (p: Package, namespace: readonly string[]): SymbolDef => ({
  address: formatSaddr({
    namespace,
    type: 'package',
    name: p.name,
    ...(p.version ? { version: p.version } : {}),
    variant: p.dir === '' ? p.ecosystem : `${p.ecosystem}:${p.dir}`,
  }),
  type: 'package',
  name: p.name,
  lang: langOf[p.ecosystem],
  at: p.at,
  evidence: 'manifest',
  direction: 'provider',
})

/** Commands that a package installs. */
const commandSymbols = (p: Package, namespace: readonly string[]): SymbolDef[] =>
  p.bins.map((name) => ({
    address: formatSaddr({ namespace, type: 'cli', name }),
    type: 'cli',
    name,
    lang: langOf[p.ecosystem],
    at: p.at,
    evidence: 'manifest',
    direction: 'provider',
  }))

/** One symbol for each contract: the first copy names it, a copy that differs gets its digest as variant. */
const contractSymbols = (
  contracts: readonly Contract[],
  namespace: readonly string[],
): SymbolDef[] => {
  const seen = new Map<string, string>()
  return contracts.flatMap((c): SymbolDef[] => {
    const type: SymbolType = c.kind === 'service' ? 'api' : 'contract'
    const first = seen.get(c.id)
    const key = `${c.id}\0${c.digest}`
    if (seen.has(key)) return []
    seen.set(key, c.digest)
    if (first === undefined) seen.set(c.id, c.digest)
    const variant = first === undefined ? {} : { variant: c.digest.slice(0, 12) }
    return [
      {
        address: formatSaddr({ namespace, type, name: c.id, ...variant }),
        type,
        name: c.id,
        lang: c.dialect,
        at: c.at,
        contract: contractRef(c),
        evidence: 'ast',
        direction: 'provider',
      },
    ]
  })
}

const manifestSymbols = ({ manifests, contractOf }: Parts): SymbolDef[] =>
  manifests.flatMap((m) =>
    m.symbols.map((s): SymbolDef => {
      const address = parseSaddr(s.address)
      const contract = s.contract === undefined ? undefined : contractOf(m, s.contract)
      return {
        address: s.address,
        type: address.type,
        name: address.name,
        lang: '',
        at: s.at,
        ...(contract ? { contract: contractRef(contract) } : {}),
        evidence: 'manifest',
        direction: s.direction,
      }
    }),
  )

/** Every row of the index, ordered by address then place; a manifest wins over what was found. */
export const symbolsOf = (parts: Parts): SymbolDef[] => {
  const declared = manifestSymbols(parts)
  const bare = new Set(declared.map((s) => s.address.replace(/@[^#?]*/, '').replace(/[#?].*$/, '')))
  const found = [
    ...parts.services.map((s) => serviceSymbol(s, parts.namespace)),
    ...parts.packages.map((p) => packageSymbol(p, parts.namespace)),
    ...parts.packages.flatMap((p) => commandSymbols(p, parts.namespace)),
    ...contractSymbols(parts.contracts, parts.namespace),
    ...parts.offered,
  ].filter((s) => !bare.has(s.address))
  return [...declared, ...found].sort(
    (a, b) =>
      compareText(a.address, b.address) ||
      compareText(a.at.path, b.at.path) ||
      a.at.line - b.at.line,
  )
}
