import type { Unit } from '../model/deployment.ts'
import type { Expression } from '../model/expression.ts'
import type { Link } from '../model/link.ts'
import { baseOf } from '../model/path.ts'
import { compareText } from '../model/place.ts'
import type { Way } from '../model/way.ts'
import { parseAddresses } from './address.ts'
import type { Bindings } from './scope.ts'
import type { Group } from './units.ts'
import type { Universe } from './universe.ts'

/**
 * Files of compose that start the same unit, by their deployment: they are started one or another, or one over another, and
 * each may be edited alone.
 */
export const alternativeFiles = (
  groups: Iterable<Group>,
): ReadonlyMap<string, ReadonlySet<string>> => {
  const files = new Map<string, Set<string>>()
  for (const { units } of groups)
    for (const u of units.filter((x) => x.origin === 'compose')) {
      const id = `${u.deployment}\0${u.name}`
      files.set(id, (files.get(id) ?? new Set()).add(u.at.path))
    }
  const out = new Map<string, Set<string>>()
  for (const [id, paths] of files) {
    if (paths.size < 2) continue
    const deployment = id.slice(0, id.indexOf('\0'))
    out.set(deployment, new Set([...(out.get(deployment) ?? []), ...paths]))
  }
  return out
}

/** One of several files of a deployment, as a deployment of its own: `compose:docker/compose.prod.yml`. */
export const fileDeployment = (deployment: string, path: string): string =>
  /:$/.test(deployment) ? `${deployment}${baseOf(path)}` : `${deployment}/${baseOf(path)}`

/** The files of a group in a deployment that has alternatives. */
export const ownFiles = (
  units: readonly Unit[],
  deployment: string,
  files: ReadonlySet<string>,
): readonly string[] =>
  [...new Set(units.filter((u) => u.deployment === deployment).map((u) => u.at.path))]
    .filter((path) => files.has(path))
    .sort(compareText)

/** A value as the file has it, with the variables of its `.env`; undefined where something is not known. */
const textOf = (e: Expression, deployment: string, bindings: Bindings): string | undefined => {
  if (e.kind === 'literal') return e.value
  if (e.kind === 'concat') {
    const parts = e.parts.map((p) => textOf(p, deployment, bindings))
    return parts.every((p) => p !== undefined) ? parts.join('') : undefined
  }
  if (e.kind !== 'env') return undefined
  const set = bindings.variable(e.key, deployment)?.value
  const value = set?.kind === 'literal' ? set : e.fallback
  return value === undefined ? undefined : textOf(value, deployment, bindings)
}

type Known = { readonly universe: Universe; readonly bindings: Bindings }

const wayIn = (
  l: Link,
  { deployment, path }: { readonly deployment: string; readonly path: string },
  { universe, bindings }: Known,
): Way[] => {
  const group = universe.groups.get(l.from)
  const binding =
    group && bindings.keysOf(group, deployment).find((b) => b.key === l.port && b.at.path === path)
  const text = binding && textOf(binding.value, deployment, bindings)
  const led = (text === undefined ? [] : parseAddresses(text)).filter(
    (a) => universe.serviceAt(a.host, deployment) === l.to,
  )
  if (led.length === 0) return []
  return [
    {
      in: fileDeployment(deployment, path),
      by: 'set',
      hosts: [...new Set(led.map((a) => a.host))].sort(compareText),
      ports: [...new Set(led.flatMap((a) => a.port ?? []))].sort((a, b) => a - b),
    },
  ]
}

/** Links with the ways that their addresses take in each of several files that are started one or another. */
export const withAlternatives = (links: readonly Link[], known: Known): readonly Link[] => {
  const alternatives = alternativeFiles(known.universe.groups.values())
  if (alternatives.size === 0) return links
  return links.map((l) => {
    const units = known.universe.groups.get(l.from)?.units ?? []
    const more = [...alternatives].flatMap(([deployment, files]) =>
      ownFiles(units, deployment, files).flatMap((path) => wayIn(l, { deployment, path }, known)),
    )
    return more.length === 0
      ? l
      : { ...l, ways: [...(l.ways ?? []), ...more].sort((a, b) => compareText(a.in, b.in)) }
  })
}
