import type { Unit } from '../model/deployment.ts'
import type { Project } from '../model/ownership.ts'
import { near } from '../model/path.ts'

/** A project as the generated class of an AppHost is called: `Basket.API` is `Basket_API`. */
const className = (name: string): string => name.replace(/\W/g, '_')

/** Units that name a project, with its folder; of several projects of one name the nearest. */
export const withProjects = (units: readonly Unit[], projects: readonly Project[]): Unit[] => {
  const byClass = new Map<string, Project[]>()
  for (const p of projects) {
    const own = byClass.get(className(p.name))
    if (own) own.push(p)
    else byClass.set(className(p.name), [p])
  }
  return units.map((u) => {
    const found = u.project === undefined ? [] : (byClass.get(u.project) ?? [])
    const home = u.at.path
    const best = [...found].sort((a, b) => near(b.folder, home) - near(a.folder, home))
    const isSure =
      best.length > 0 &&
      (best.length === 1 || near(best[0]!.folder, home) > near(best[1]!.folder, home))
    return isSure ? { ...u, context: best[0]!.folder } : u
  })
}
