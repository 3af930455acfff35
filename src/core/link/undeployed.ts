import type { Binding, Unit } from '../model/deployment.ts'
import { folderOf, isWithin, upwards } from '../model/path.ts'
import { ownImages } from './ownimages.ts'
import { type Program, type ProgramInput, programsOf, serverPrograms } from './programs.ts'
import { codeFolders } from './sources.ts'
import { nameKey } from './units.ts'

/** What starts programs; an image alone does not. */
const starting = new Set<Unit['origin']>([
  'compose',
  'kubernetes',
  'aspire',
  'manifest',
  'procfile',
  'systemd',
])

type Deployed = {
  /** Folders with deployment files. */
  readonly deployed: ReadonlySet<string>
  /** Those of them that start images of this repository, nobody knows from which folder. */
  readonly ownDeployed: ReadonlySet<string>
}

/**
 * Whether a deployment already speaks for a program: it is started, or stands where the repository's own programs
 * are, so that what is not started among them is no service. A part of the repository whose deployment
 * starts none of its programs, but the databases that they need, is started by hand.
 */
const isSpokenFor = (
  folder: string,
  started: readonly Started[],
  { deployed, ownDeployed }: Deployed,
): boolean => {
  if (started.length + ownDeployed.size === 0) return false
  if (started.some((s) => isWithin(folder, s.folder) || isWithin(s.folder, folder))) return true
  const part = upwards(folder).find(
    (f) =>
      f !== '' &&
      deployed.has(f) &&
      !ownDeployed.has(f) &&
      !started.some((s) => isWithin(s.folder, f)),
  )
  return part === undefined
}

/** A program that a deployment starts. */
export type Started = {
  readonly folder: string
  /** The service that it is. */
  readonly name: string
  readonly origins: ReadonlySet<Unit['origin']>
}

/**
 * What runs in a cluster is started by hand where people work on it, if a compose file above it brings the databases
 * alone.
 */
const alsoByHand = (
  { folder }: Program,
  started: readonly Started[],
  composed: ReadonlySet<string>,
): Started | undefined => {
  const own = started.find((s) => s.folder === folder && s.origins.has('kubernetes'))
  if (own === undefined || own.origins.size > 1) return undefined
  const part = upwards(folder).find((f) => composed.has(f))
  const isFree =
    part !== undefined && !started.some((s) => s.origins.has('compose') && isWithin(s.folder, part))
  return isFree ? own : undefined
}

const settingsOf = (deployment: string, { name, folder }: Program): Binding[] =>
  upwards(folder)
    .reverse()
    .map((f) => {
      const path = f === '' ? '.env' : `${f}/.env`
      return {
        deployment,
        unit: name,
        key: '*',
        value: { kind: 'name', name: `dotenv/${path}` },
        at: { path, line: 1 },
      }
    })

/** Programs, and what has a Dockerfile of its own: where nothing starts the image, people start what is in it. */
const withBuilt = (
  programs: readonly Program[],
  dockerfiles: readonly Unit[],
  coded: ReadonlySet<string>,
): Program[] => {
  const folders = new Set(programs.map((p) => p.folder))
  const more = dockerfiles.filter(
    ({ context = '', name }) =>
      context !== '' &&
      name !== '' &&
      coded.has(context) &&
      ![...folders].some((f) => isWithin(f, context) || (f !== '' && isWithin(context, f))),
  )
  return [
    ...programs,
    ...more.map((u) => ({ folder: u.context!, name: u.name, ports: u.ports, at: u.at })),
  ]
}

/**
 * The programs of a repository that no deployment starts, as units, and the settings that they are given: a `.env`
 * in their folder or above it.
 *
 * @param startedIn the programs that deployments start, which takes time to tell
 */
export const undeployed = (
  input: ProgramInput & { readonly units: readonly Unit[] },
  startedIn: () => readonly Started[],
): { readonly units: readonly Unit[]; readonly bindings: readonly Binding[] } => {
  const deployers = input.units.filter((u) => starting.has(u.origin))
  const contexts = deployers.flatMap((u) => u.context ?? []).filter((c) => c !== '')
  const isBuilt = ({ folder }: { readonly folder: string }) =>
    contexts.some((c) => isWithin(folder, c))
  const servers = serverPrograms(input).filter((s) => !isBuilt(s))
  const served = new Set(servers.map((s) => s.folder))
  const dockerfiles = input.units.filter(
    (u) => u.origin === 'dockerfile' && !isBuilt({ folder: u.context! }),
  )
  const found = withBuilt(
    programsOf({ ...input, built: new Set(dockerfiles.map((u) => u.context!)) }).filter(
      (p) => !isBuilt(p),
    ),
    dockerfiles,
    codeFolders(input.code),
  )
  const candidates = found.filter((p) => !served.has(p.folder))
  if (candidates.length + servers.length === 0) return { units: [], bindings: [] }
  const foldersOf = (units: readonly Unit[]) => new Set(units.map((u) => folderOf(u.at.path)))
  const deployed: Deployed = {
    deployed: foldersOf(deployers),
    ownDeployed: foldersOf(ownImages(deployers, input.packages)),
  }
  const started = deployers.length === 0 ? [] : startedIn()
  const programs = [
    ...candidates.filter((p) => !isSpokenFor(p.folder, started, deployed)),
    ...servers.filter(({ folder }) =>
      // What is a program beside, is deployed or not as such.
      found.some((p) => p.folder === folder)
        ? !isSpokenFor(folder, started, deployed)
        : !started.some((x) => isWithin(folder, x.folder) || isWithin(x.folder, folder)),
    ),
  ]
  const composed = new Set(
    deployers.flatMap((u) => (u.origin === 'compose' ? [folderOf(u.at.path)] : [])),
  )
  const again = candidates.flatMap((p) => {
    const own = alsoByHand(p, started, composed)
    return own === undefined ? [] : [{ ...p, service: own.name }]
  })
  const taken = new Set(
    input.units.filter((u) => u.origin !== 'dockerfile').map((u) => nameKey(u.name)),
  )
  const all: readonly (Program & { readonly service?: string })[] = [...programs, ...again]
  const units = all.map(
    (p): Unit => ({
      deployment: `code:${p.folder}`,
      name: p.service ?? (taken.has(nameKey(p.name)) ? `${p.name}-app` : p.name),
      ...(p.service === undefined ? {} : { service: p.service }),
      origin: 'code',
      aliases: [],
      context: p.folder,
      ports: p.ports,
      ...(p.isSilent ? { isSilent: true as const } : {}),
      labels: [],
      at: p.at,
    }),
  )
  return {
    units,
    bindings: units.flatMap((u, i) => settingsOf(u.deployment, { ...all[i]!, name: u.name })),
  }
}
