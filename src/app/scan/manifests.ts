import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import { RttError } from '../../core/diag/error.ts'
import type { Finding } from '../../core/diag/finding.ts'
import { canonicalize } from '../../core/json/canonical.ts'
import { meetFaults } from '../../core/meet/meet.ts'
import type { CodeFacts } from '../../core/model/code.ts'
import type { Contract } from '../../core/model/contract.ts'
import type { Link } from '../../core/model/link.ts'
import type { Manifest } from '../../core/model/manifest.ts'
import { compareText, type Place } from '../../core/model/place.ts'
import type { RequirementRow } from '../../core/model/requirementrow.ts'
import { parseSaddr } from '../../core/model/saddr.ts'
import { matches, matchSegments, parseSelector } from '../../core/model/selector.ts'
import type { Service } from '../../core/model/service.ts'

const join = (dir: string, path: string): string => {
  const out: string[] = []
  for (const part of `${dir}/${path}`.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') out.pop()
    else out.push(part)
  }
  return out.join('/')
}

const last = (id: string): string => id.slice(id.lastIndexOf('.') + 1)

/** The contract that a manifest means by `protos/pricing.proto#Pricing`, from its folder or the root. */
export const contractOf =
  (contracts: readonly Contract[]) =>
  (m: Manifest, ref: string): Contract | undefined => {
    const [file = '', fragment] = ref.split('#')
    for (const path of [join(m.dir, file), join('', file)]) {
      const found = contracts.find(
        (c) =>
          c.at.path === path &&
          (fragment === undefined || c.id === fragment || last(c.id) === fragment),
      )
      if (found) return found
    }
    return undefined
  }

/** Contract references of manifests that lead nowhere: path, line and JSON pointer. */
export const danglingContracts = (
  manifests: readonly Manifest[],
  contracts: readonly Contract[],
): Diagnostic[] => {
  const resolve = contractOf(contracts)
  const dangling = (m: Manifest, ref: string | undefined, told: { pointer: string; at: Place }) =>
    ref === undefined || resolve(m, ref)
      ? []
      : [
          diagnostic('RTT1011', `${told.pointer} names "${ref}", which is not in the repository`, {
            at: told.at,
          }),
        ]
  return manifests.flatMap((m) =>
    m.symbols.flatMap((s) => [
      ...dangling(m, s.contract, { pointer: `${s.pointer}/contract`, at: s.contractAt ?? s.at }),
      ...s.requires.flatMap((r, i) =>
        (['contract', 'answer'] as const).flatMap((member) =>
          dangling(m, r[member], { pointer: `${s.pointer}/requires/${i}/${member}`, at: s.at }),
        ),
      ),
    ]),
  )
}

/** What manifests ask for, as a plan locks it, ordered; undefined where none asks. */
export const requirementRows = (manifests: readonly Manifest[]): RequirementRow[] | undefined => {
  const rows = manifests
    .flatMap((m) =>
      m.symbols.flatMap(({ address, requires }) =>
        requires.map(({ critical: _, capabilities, ...r }) => ({
          of: address,
          ...r,
          ...(capabilities.length === 0 ? {} : { capabilities }),
        })),
      ),
    )
    .sort((a, b) => compareText(canonicalize(a), canonicalize(b)))
  return rows.length === 0 ? undefined : rows
}

/** Ends that manifests put together and that do not meet. */
export const unmet = (
  manifests: readonly Manifest[],
  {
    contracts,
    code,
  }: { readonly contracts: readonly Contract[]; readonly code: readonly CodeFacts[] },
): Finding[] => {
  const paths = new Set(code.map((c) => c.path))
  const hasCode = (m: Manifest, ref: string): boolean => {
    const [file = ''] = ref.split('#')
    return paths.has(join(m.dir, file)) || paths.has(join('', file))
  }
  return meetFaults({ manifests, contractOf: contractOf(contracts), hasCode })
}

type Declared = { readonly links: readonly Link[]; readonly diagnostics: readonly Diagnostic[] }

/** `requires` of manifests as links: they need no other evidence. */
export const requiredLinks = (
  manifests: readonly Manifest[],
  services: readonly Service[],
  namespace: readonly string[],
): Declared => {
  const links: Link[] = []
  const diagnostics: Diagnostic[] = []
  for (const s of manifests.flatMap((m) => m.symbols)) {
    const from = parseSaddr(s.address).name
    for (const r of s.requires) {
      const found = targets(r.target, services, namespace)
      if (typeof found === 'string')
        diagnostics.push(diagnostic('RTT1010', `${s.pointer}/requires: ${found}`, { at: s.at }))
      else if (found.length === 1)
        links.push({
          from,
          port: r.port,
          to: found[0]!,
          via: 'tcp',
          status: 'confirmed',
          evidence: [{ ...s.at, signal: 'manifest' }],
        })
      else if (found.length > 1)
        diagnostics.push(
          diagnostic('RTT2004', `port ${r.port} of ${from} fits ${found.join(', ')}`, { at: s.at }),
        )
      else if (!isDeclared(manifests, r.target))
        diagnostics.push(
          diagnostic('RTT1010', `${s.pointer}/requires: nothing here is ${r.target}`, {
            at: s.at,
            severity: 'warning',
          }),
        )
    }
  }
  return { links, diagnostics }
}

/** Whether a manifest declares what is asked for: a hook, an api, or anything else that is no service. */
const isDeclared = (manifests: readonly Manifest[], target: string): boolean => {
  const { segments } = parseSelector(target)
  return manifests.some((m) =>
    m.symbols.some(({ address }) => {
      const { namespace, type, name } = parseSaddr(address)
      return matchSegments(segments, [...namespace, type, name])
    }),
  )
}

const targets = (
  target: string,
  services: readonly Service[],
  namespace: readonly string[],
): string[] | string => {
  try {
    const selector = parseSelector(target)
    return services
      .filter((s) => matches(selector, { namespace, type: 'service', name: s.name }))
      .map((s) => s.name)
  } catch (error) {
    if (error instanceof RttError) return error.message
    throw error
  }
}

/** What a manifest requires takes the place of what was found for the same port or the same pair. */
export const mergeLinks = (found: readonly Link[], declared: readonly Link[]): Link[] => {
  const merged = declared.map((d) => {
    const same = found.filter((l) => l.from === d.from && l.to === d.to)
    const via = same[0]?.via ?? d.via
    return {
      ...d,
      via,
      ...(same[0]?.contract ? { contract: same[0].contract } : {}),
      evidence: [...d.evidence, ...same.flatMap((l) => l.evidence)],
    }
  })
  const taken = (l: Link) =>
    declared.some((d) => d.from === l.from && (d.port === l.port || d.to === l.to))
  return [...merged, ...found.filter((l) => !taken(l))]
}
