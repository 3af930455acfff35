import type { Binding, DeploySource } from '../../core/model/deployment.ts'
import type { Facts } from '../../core/model/facts.ts'
import { folderOf } from '../../core/model/path.ts'
import { compareText } from '../../core/model/place.ts'
import { scopeOf } from '../code/scope.ts'
import { linkCharts } from './helm/link.ts'
import type { ProxyFile } from './kubernetes/configmap.ts'
import { type DocumentFacts, readDocuments } from './kubernetes/documents.ts'
import { configFile } from './kubernetes/workload.ts'
import { linkKustomizations } from './kustomize/link.ts'
import { inNoChart, isManifest, isTemplated } from './manifest.ts'

const isPlain = ({ path, text }: DeploySource): boolean =>
  /\.ya?ml$/i.test(path) && isManifest(text)

const readAs = (source: DeploySource, place: string): DocumentFacts =>
  isTemplated(source.text)
    ? { facts: [], proxies: [], diagnostics: [inNoChart(source.path)] }
    : readDocuments({ ...source, deployment: `kubernetes:${place}` })

/** The units that a file starts, in its folder. */
const startedIn = ({ path }: DeploySource, { facts }: DocumentFacts): readonly string[] =>
  facts.flatMap((f) => (f.units ?? []).map((u) => `${folderOf(path)}\0${u.name}`))

/**
 * The files of a folder are one deployment. Those that start the same unit are not applied together: each is a deployment of
 * its own, as a quickstart is beside the whole.
 */
const readPlain = (sources: readonly DeploySource[]): readonly DocumentFacts[] => {
  const read = sources.map((s) => readAs(s, folderOf(s.path)))
  const files = new Map<string, number>()
  const started = sources.map((s, i) => new Set(startedIn(s, read[i]!)))
  for (const units of started) for (const u of units) files.set(u, (files.get(u) ?? 0) + 1)
  return sources.map((s, i) =>
    [...started[i]!].some((u) => files.get(u)! > 1) ? readAs(s, s.path) : read[i]!,
  )
}

/** The code of proxies, for every unit that mounts the ConfigMap with it; settings only where one does. */
const proxyCode = (proxies: readonly ProxyFile[], bindings: readonly Binding[]): Facts[] =>
  proxies.map(({ deployment, name, code, isSettings }) => {
    const mounting = bindings.filter(
      (b) =>
        b.key === '*' &&
        b.deployment === deployment &&
        b.value.kind === 'name' &&
        b.value.name === configFile(name),
    )
    const units = [...new Set(mounting.map((b) => b.unit))]
    if (isSettings && units.length > 1) return { code: [] }
    return { code: units.flatMap((unit) => code.map((c) => ({ ...c, unit }))) }
  })

const readAll = (sources: readonly DeploySource[]): readonly DocumentFacts[] => {
  const charts = linkCharts(sources)
  const overlays = linkKustomizations(sources.filter((s) => !charts.owned.has(s.path)))
  const plain = sources
    .filter((s) => !charts.owned.has(s.path) && !overlays.owned.has(s.path) && isPlain(s))
    .filter((s) => !isTemplated(s.text) || !charts.isWithin(s.path))
  return [...charts.read, ...overlays.read, ...readPlain(plain)]
}

const startsSomething = (read: readonly DocumentFacts[]): boolean =>
  read.some((r) => r.facts.some((f) => (f.units ?? []).length > 0))

/** What tests and examples deploy counts only where nothing else is deployed. */
const readMain = (sources: readonly DeploySource[]): readonly DocumentFacts[] => {
  const main = sources.filter((s) => scopeOf(s.path) === 'main')
  const read = readAll(main)
  return startsSomething(read) || main.length === sources.length ? read : readAll(sources)
}

/**
 * Reads the files of charts, kustomizations and plain manifests together: charts are rendered, overlays
 * built, and what neither takes in stands for itself. Pure; the order of the files does not matter.
 */
export const linkDeployments = (all: readonly DeploySource[]): Facts => {
  const sources = [...new Map(all.map((s) => [s.path, s])).values()].sort((a, b) =>
    compareText(a.path, b.path),
  )
  const read = readMain(sources)
  const facts = read.flatMap((r) => r.facts)
  const bindings = facts.flatMap((f) => f.bindings ?? [])
  const code = proxyCode(
    read.flatMap((r) => r.proxies),
    bindings,
  )
  return {
    units: facts.flatMap((f) => f.units ?? []),
    hosts: facts.flatMap((f) => f.hosts ?? []),
    bindings,
    exposures: facts.flatMap((f) => f.exposures ?? []),
    subsets: facts.flatMap((f) => f.subsets ?? []),
    code: [...facts, ...code].flatMap((f) => f.code ?? []),
    diagnostics: read.flatMap((r) => r.diagnostics),
  }
}
