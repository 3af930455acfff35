import { evaluate } from '../link/evaluate.ts'
import { imageName } from '../link/image.ts'
import type { Unit } from '../model/deployment.ts'
import type { Place } from '../model/place.ts'
import { imagePorts } from './imageports.ts'
import { isShared, programsOf, type Wiring } from './wiring.ts'

/** The ports that a service is known to listen on, and all others that it may know of. */
export type Ears = {
  readonly listens: readonly number[]
  /** Where that is said, and in which words. */
  readonly at: Place
  readonly said: string
  /** Any number that may be a port, in its code, its image or its deployment. */
  readonly heard: ReadonlySet<number>
  /** Ports of the host that lead to another one inside. */
  readonly published: ReadonlyMap<number, number>
}

const containerPorts = (units: readonly Unit[]): number[] =>
  units.flatMap((u) => {
    const claims = u.origin === 'compose' ? (u.claims ?? []) : []
    const outside = new Set(claims.filter((c) => c.target !== undefined).map((c) => c.port))
    return [
      ...u.ports.filter((p) => !outside.has(p)),
      ...claims.flatMap((c) => (c.target === undefined ? [] : [c.target])),
    ]
  })

const boundNumbers = (w: Wiring, service: string): number[] => {
  const group = w.universe.groups.get(service)!
  return [...new Set(group.units.map((u) => u.deployment))].flatMap((deployment) =>
    w.bindings.keysOf(group, deployment).flatMap((b) => {
      const scope = {
        service: group,
        deployment,
        bindings: w.bindings,
        file: undefined,
        files: [],
      }
      return evaluate({ kind: 'env', key: b.key, at: b.at }, scope).flatMap((v) =>
        [...v.text.slice(0, 300).matchAll(/(?<!\d)(\d{2,5})(?!\d)/g)].map((m) => Number(m[1])),
      )
    }),
  )
}

const publishedBy = (units: readonly Unit[]): Map<number, number> =>
  new Map(
    units
      .filter((u) => u.origin === 'compose')
      .flatMap((u) => u.claims ?? [])
      .flatMap((c) => (c.target === undefined || c.target === c.port ? [] : [[c.port, c.target]])),
  )

/**
 * What the code itself begins to listen on, where each place that begins to says a port, and the files are this service's
 * alone: a framework with a port of its own, or a shared server, may listen anywhere.
 */
const bySource = (
  w: Wiring,
  service: string,
  { second, published }: { second: ReadonlySet<number>; published: ReadonlyMap<number, number> },
): Ears | undefined => {
  const files = programsOf(w, service).filter((f) => f.starts?.some((s) => s.kind === 'server'))
  const starts = files.flatMap((f) => (f.starts ?? []).filter((s) => s.kind === 'server'))
  const isWhole =
    starts.length > 0 &&
    starts.every((s) => s.ports.length > 0) &&
    !files.some((f) => isShared(w, f))
  if (!isWhole) return undefined
  const listens = [...new Set(starts.flatMap((s) => s.ports))]
  return {
    listens,
    at: starts[0]!.at,
    said: `${service} listens on ${listens.join(', ')}`,
    heard: new Set([...second, ...listens]),
    published,
  }
}

/**
 * What a service listens on, as far as that is certain: a public image as it is known, an own one by what
 * its Dockerfile exposes where a second source says the same. Undefined where it is not.
 */
export const earsOf = (w: Wiring, service: string): Ears | undefined => {
  const units = w.universe.groups.get(service)?.units ?? []
  const built = units.filter((u) => u.origin === 'dockerfile')
  const image = units.find((u) => u.origin !== 'dockerfile' && u.image !== undefined)?.image
  const inside = containerPorts(units.filter((u) => u.origin !== 'dockerfile'))
  const numbers = [
    ...units.flatMap((u) => u.numbers ?? []),
    ...boundNumbers(w, service),
    ...programsOf(w, service).flatMap((f) => f.numbers ?? []),
    ...(w.files.get(service) ?? []).flatMap((f) => f.numbers ?? []),
  ]
  const published = publishedBy(units)
  const isOwn = built.length > 0 || units.some((u) => u.context !== undefined || u.buildText)
  if (!isOwn) {
    const known = image === undefined ? undefined : imagePorts(image)
    if (known === undefined) return undefined
    const at = units.find((u) => u.image === image)!.at
    const said = `${service} is ${imageName(image!)}, which listens on ${known[0]}`
    return { listens: known, at, said, heard: new Set([...numbers, ...inside]), published }
  }
  const exposed = built.flatMap((u) => u.claims ?? [])
  const second = new Set([...inside, ...numbers])
  const sure = exposed.filter((c) => second.has(c.port))
  if (sure.length === 0) return bySource(w, service, { second, published })
  return {
    listens: [...new Set(sure.map((c) => c.port))],
    at: sure[0]!.at,
    said: `${service} listens on ${[...new Set(sure.map((c) => c.port))].join(', ')}`,
    heard: new Set([...second, ...exposed.map((c) => c.port)]),
    published,
  }
}
