import type { Dependency, Ecosystem, Package } from '../model/package.ts'
import { comparePlaces, compareText } from '../model/place.ts'
import { driftOf } from './drift.ts'
import type { BrokenRange, DoctorReport, Drift, Witness } from './report.ts'
import { type RootOf, rootsOf } from './root.ts'
import { type Spec, specOf } from './spec.ts'
import { type Asking, asking } from './verdict.ts'

type Entry = {
  readonly ecosystem: Ecosystem
  readonly name: string
  readonly witness: Witness
  readonly spec: Spec
}

const witnessOf = (dependency: Dependency, root: string): Witness => {
  const { name, alias = name, group, range, when, at } = dependency
  const witness = { file: at.path, key: `${group}.${alias}`, range, root, at }
  return when === undefined ? witness : { ...witness, when }
}

/** Remembers what a text means: in a large repository the same few ranges come again and again. */
const rememberingSpecs = (): typeof specOf => {
  const known = new Map<string, Spec>()
  return (ecosystem, asked) => {
    const { range, group, alias } = asked
    const key = JSON.stringify([ecosystem, group, range, alias !== undefined])
    const spec = known.get(key) ?? specOf(ecosystem, asked)
    known.set(key, spec)
    return spec
  }
}

const entriesOf = (packages: readonly Package[], rootOf: RootOf): readonly Entry[] => {
  const read = rememberingSpecs()
  return packages.flatMap((pkg) => {
    const root = rootOf(pkg)
    const { ecosystem } = pkg
    return pkg.dependencies.map((dependency) => ({
      ecosystem,
      name: dependency.name,
      witness: witnessOf(dependency, root),
      spec: read(ecosystem, dependency),
    }))
  })
}

/** npm takes a package from the repository only within one workspace; the others by its name. */
const homeOf = (ecosystem: Ecosystem, name: string, root: string): string =>
  JSON.stringify(ecosystem === 'npm' ? [ecosystem, name, root] : [ecosystem, name])

const homesOf = (packages: readonly Package[], rootOf: RootOf): ReadonlySet<string> =>
  new Set(
    packages
      .filter((pkg) => pkg.isUnnamed !== true)
      .map((pkg) => homeOf(pkg.ecosystem, pkg.name, rootOf(pkg))),
  )

const brokenOf = (entries: readonly Entry[]): readonly BrokenRange[] =>
  entries
    .flatMap(({ ecosystem, name, witness, spec }) =>
      spec.kind === 'broken' ? [{ ecosystem, name, witness, why: spec.why }] : [],
    )
    .sort((a, b) => comparePlaces(a.witness.at, b.witness.at) || compareText(a.name, b.name))

const driftsOf = (entries: readonly Entry[], homes: ReadonlySet<string>): readonly Drift[] => {
  const isLocal = (e: Entry): boolean => homes.has(homeOf(e.ecosystem, e.name, e.witness.root))
  const groups = Map.groupBy(
    entries.filter((e) => e.spec.kind === 'range' && !isLocal(e)),
    (e) => `${e.ecosystem} ${e.name}`,
  )
  const drifts = [...groups.values()].flatMap((group) => {
    const { ecosystem, name } = group[0]!
    const all = group.flatMap(({ witness, spec }): Asking[] =>
      spec.kind === 'range' ? [asking(witness, spec.set)] : [],
    )
    return driftOf(ecosystem, name, all) ?? []
  })
  return drifts.sort((a, b) => compareText(a.ecosystem, b.ecosystem) || compareText(a.name, b.name))
}

/** Compares what all manifests of a repository ask for. Never across ecosystems. */
export const examine = (packages: readonly Package[]): DoctorReport => {
  const rootOf = rootsOf(packages)
  const entries = entriesOf(packages, rootOf)
  return {
    ecosystems: [...new Set(packages.map((pkg) => pkg.ecosystem))].sort(compareText),
    packageCount: packages.length,
    dependencyCount: entries.length,
    drifts: driftsOf(entries, homesOf(packages, rootOf)),
    broken: brokenOf(entries),
  }
}
