import { alternativeFiles, fileDeployment, ownFiles } from '../link/alternatives.ts'
import { deploymentsOf } from '../link/link.ts'
import type { Unit } from '../model/deployment.ts'
import { compareText } from '../model/place.ts'
import type { Standing } from '../model/standing.ts'
import type { Wiring } from './wiring.ts'

/** Services of Kubernetes by the service that they lead to, in their deployment. */
const hostNames = (w: Wiring): ReadonlyMap<string, readonly string[]> => {
  const out = new Map<string, string[]>()
  for (const { name, deployment } of w.hosts) {
    const service = w.universe.serviceAt(name, deployment)
    if (service === undefined) continue
    const id = `${service}\0${deployment}`
    out.set(id, [...(out.get(id) ?? []), name.toLowerCase()])
  }
  return out
}

const namesOf = (units: readonly Unit[]): readonly string[] =>
  [...new Set(units.flatMap((u) => [u.name, ...u.aliases]).map((n) => n.toLowerCase()))].sort(
    compareText,
  )

/** Where each service is started, and how it is called there, ordered. In a cluster only Services have names. */
export const standingsOf = (w: Wiring): readonly Standing[] => {
  const hosts = hostNames(w)
  const alternatives = alternativeFiles(w.universe.groups.values())
  return w.services.flatMap(({ name: service }) => {
    const units = w.universe.groups.get(service)?.units ?? []
    return deploymentsOf(service, w.universe).flatMap((deployment): Standing[] => {
      const own = units.filter((u) => u.deployment === deployment)
      if (own.length === 0) return []
      const named = hosts.get(`${service}\0${deployment}`) ?? namesOf(own)
      const names = [...new Set(named)].sort(compareText)
      const apart = ownFiles(own, deployment, alternatives.get(deployment) ?? new Set())
      return [
        { service, in: deployment, names, at: own[0]!.at },
        ...apart.map((path) => {
          const here = own.filter((u) => u.at.path === path)
          return {
            service,
            in: fileDeployment(deployment, path),
            names: namesOf(here),
            at: here[0]!.at,
          }
        }),
      ]
    })
  })
}
