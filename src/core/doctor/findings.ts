import { compareDiagnostics, type Diagnostic, diagnostic } from '../diag/diagnostic.ts'
import { maskSecrets } from '../model/secret.ts'
import type { BrokenRange, DoctorReport, Drift, RootDrift, Witness } from './report.ts'

const labelOf = ({ key, range, when }: Witness): string =>
  `${key} asks for "${range}"${when === undefined ? '' : ` if ${when}`}`

/** The first witness is the place; the others stand beside it, each with what it asks for. */
const places = (witnesses: readonly Witness[], fix: string | undefined): Partial<Diagnostic> => ({
  at: witnesses[0]!.at,
  related: witnesses.slice(1).map((w) => ({ at: w.at, label: labelOf(w) })),
  ...(fix === undefined ? {} : { help: fix }),
})

const here = (witnesses: readonly Witness[]): string => `here ${labelOf(witnesses[0]!)}`

const agreed = (meet: string | undefined): string =>
  meet === undefined ? '' : `; "${meet}" satisfies all`

const ofRoot = (drift: Drift, found: RootDrift): readonly Diagnostic[] => {
  const { meet, isConflict, witnesses, root, fix } = found
  const details = places(witnesses, fix)
  const where = `${witnesses.length} places in ${root === '' ? 'the root' : root}`
  const whose = `${where} (${drift.ecosystem}); ${here(witnesses)}`
  if (isConflict)
    return [diagnostic('RTT7002', `no version of ${drift.name} satisfies all ${whose}`, details)]
  if (meet === undefined) return []
  const summary = `${drift.name} is asked for differently in ${whose}${agreed(meet)}`
  return [diagnostic('RTT7001', summary, details)]
}

const acrossRoots = (drift: Drift): readonly Diagnostic[] => {
  const { ecosystem, name, meet, isConflict, witnesses, isAcrossRoots, fix } = drift
  if (!isAcrossRoots) return []
  const count = new Set(witnesses.map((w) => w.root)).size
  const whose = `${count} installations (${ecosystem}); ${here(witnesses)}`
  const end = isConflict ? '; no version satisfies all' : agreed(meet)
  const summary = `${name} is asked for differently by ${whose}${end}`
  return [diagnostic('RTT7001', summary, { ...places(witnesses, fix), severity: 'note' })]
}

const ofBroken = ({ ecosystem, name, witness, why }: BrokenRange): Diagnostic => {
  const fault = why === 'empty' ? 'holds no version' : `is no range of ${ecosystem}`
  return diagnostic('RTT7003', `"${maskSecrets(witness.range)}" of ${name} ${fault}`, {
    at: witness.at,
  })
}

/** What a report has to tell the user, by place. */
export const doctorFindings = ({ drifts, broken }: DoctorReport): readonly Diagnostic[] =>
  [
    ...drifts.flatMap((d) => d.roots.flatMap((root) => ofRoot(d, root))),
    ...drifts.flatMap(acrossRoots),
    ...broken.map(ofBroken),
  ].sort(compareDiagnostics)
