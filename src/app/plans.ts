import { RttError } from '../core/diag/error.ts'
import { isDigest } from '../core/json/digest.ts'
import type { Base } from '../core/plan/project.ts'
import type { Durable } from '../ports/durable.ts'

const latestOf = (durable: Durable, dir: string): string | undefined => {
  const bytes = durable.read(`${dir}/LATEST`)
  const text = bytes === undefined || bytes.length !== 65 ? '' : new TextDecoder().decode(bytes)
  return text.endsWith('\n') && isDigest(text.slice(0, 64)) ? text.slice(0, 64) : undefined
}

/**
 * The folder of plans: `plans` where it is absent, empty, or ours by a valid LATEST; else `.rtt/plans`,
 * so that a folder of that name which is somebody else's is never touched.
 */
export const plansFolder = (durable: Durable): string => {
  const folder = ownFolder(durable)
  const isNamed = durable.exists(`${folder}/LATEST`)
  if (isNamed && latestOf(durable, folder) === undefined)
    throw new RttError('RTT6005', `${folder}/LATEST does not name a plan`, {
      at: { path: `${folder}/LATEST`, line: 1 },
      help: 'After a merge, run `rtt plan --merge`. Otherwise restore it from version control, or delete it and run `rtt up`.',
    })
  return folder
}

/** The same folder, whatever its LATEST says: what is ours while a merge is going on. */
export const ownFolder = (durable: Durable): string => {
  const names = namesIn(durable)
  if (names === undefined) return '.rtt/plans'
  if (names.includes('LATEST') && latestOf(durable, 'plans') !== undefined) return 'plans'
  const hasPlans = names.some((n) => n.endsWith('.json') && isDigest(n.slice(0, -5)))
  const ours = names.every(
    (n) => n === 'dep.unify.json' || n === 'contracts' || n === '.gitattributes',
  )
  return hasPlans || ours ? 'plans' : '.rtt/plans'
}

/** Where the versions that satisfy all are kept, beside the plans. */
export const unifyPath = (durable: Durable): string => `${plansFolder(durable)}/dep.unify.json`

/** Names in the folder; undefined where `plans` is a file or a link, and so somebody else's. */
const namesIn = (durable: Durable): readonly string[] | undefined => {
  try {
    const names = durable.list('plans')
    return names.length === 0 && durable.read('plans') !== undefined ? undefined : names
  } catch (error) {
    if (error instanceof RttError) return undefined
    throw error
  }
}

/** The plan that LATEST names, or undefined before the first. */
export const latestPlan = (durable: Durable, dir: string): string | undefined =>
  latestOf(durable, dir)

export const planPath = (dir: string, planId: string): string => `${dir}/${planId}.json`

/**
 * Reads a plan and checks that it is what its name says.
 *
 * @throws RttError RTT2002 when there is no such file, RTT3007 when it was changed
 */
export const loadPlan = async (durable: Durable, dir: string, planId: string): Promise<Base> => {
  const path = planPath(dir, planId)
  const bytes = durable.read(path)
  if (bytes === undefined)
    throw new RttError('RTT2002', `${path} does not exist`, {
      help: 'Restore it from version control, or delete LATEST beside it and run `rtt up`.',
    })
  const { readPlan } = await import('../core/plan/read.ts')
  return { planId, body: readPlan(bytes, planId, path) }
}
