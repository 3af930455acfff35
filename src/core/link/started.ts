import type { Unit } from '../model/deployment.ts'
import type { LinkInput } from './input.ts'
import { withProjects } from './projects.ts'
import { resolveUnits } from './resolve.ts'
import { type Bindings, indexBindings } from './scope.ts'
import { codeFolders, findSources, isForDockerfiles } from './sources.ts'
import { withoutSpares } from './spares.ts'
import { withTargets } from './targets.ts'
import { withoutTests } from './tests.ts'
import { type Started, undeployed } from './undeployed.ts'
import { groupUnits } from './units.ts'
import { nameServices } from './variants.ts'

/** The programs that deployments start. */
const startedIn = (input: LinkInput, units: readonly Unit[]): Started[] => {
  const groups = groupUnits(nameServices(units, input.hosts, input.subsets ?? []))
  const { folderOf } = findSources({ ...input, groups })
  return groups.flatMap((g): Started[] => {
    const folder = folderOf(g.name)
    const origins = g.units
      .map((u) => u.origin)
      .filter((o) => o !== 'dockerfile' && o !== 'skaffold')
    return folder === undefined || origins.length === 0
      ? []
      : [{ folder, name: g.name, origins: new Set(origins) }]
  })
}

/** A Dockerfile in a folder for Dockerfiles, without any code: it is for something else. */
const isBare = (u: Unit, coded: ReadonlySet<string>): boolean =>
  u.origin === 'dockerfile' && isForDockerfiles(u.context!) && !coded.has(u.context!)

/** All units: those of deployments, and programs that none of them starts. */
export const allUnits = (input: LinkInput): { units: Unit[]; bindings: Bindings } => {
  const bindings = indexBindings(input.bindings)
  const coded = codeFolders(input.code)
  const deployed = withTargets(
    resolveUnits(
      withProjects(withoutSpares(withoutTests(input.units)), input.projects ?? []),
      bindings,
    ),
    input.units,
  ).map((u): Unit => (isBare(u, coded) ? { ...u, isBare: true } : u))
  const more = undeployed({ ...input, units: deployed }, () => startedIn(input, deployed))
  if (more.units.length === 0) return { units: deployed, bindings }
  return {
    units: [...deployed, ...more.units],
    bindings: indexBindings([...input.bindings, ...more.bindings]),
  }
}
