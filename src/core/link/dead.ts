import type { CodeFacts } from '../model/code.ts'
import { clientWord, type Endpoint, type Idle } from '../model/endpoint.ts'
import { folderOf } from '../model/path.ts'
import { isProgram } from './sources.ts'

type Files = ReadonlyMap<string, readonly CodeFacts[]>

/** The files of each service without the clients that it builds and never uses, and files of these alone. */
export type Living = { readonly files: Files; readonly dead: Files }

/** `getCart_client` ends with `cartClient`: whoever asks for it so takes it up. */
const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

const touchesOf = (files: readonly CodeFacts[]): readonly (readonly [string, string])[] =>
  files.flatMap((f) => (f.touches ?? []).map((t) => [f.path, t === '*' ? t : plain(t)] as const))

/** Whether another file that can take up a client may do so; by its name alone, so rather yes than no. */
const isTaken = (
  idle: Idle,
  path: string,
  touches: readonly (readonly [string, string])[],
): boolean => {
  const name = plain(idle.name)
  return touches.some(
    ([from, word]) =>
      from !== path &&
      (idle.within === 'service' || folderOf(from) === folderOf(path)) &&
      (word === '*' || word.endsWith(name)),
  )
}

const without = (file: CodeFacts, dead: ReadonlySet<Endpoint> | undefined): CodeFacts =>
  dead === undefined ? file : { ...file, endpoints: file.endpoints.filter((e) => !dead.has(e)) }

type Known = {
  readonly owners: (path: string) => readonly string[]
  /** Last segments of the services of .proto files: only stubs of them are sure to be stubs. */
  readonly contracts: ReadonlySet<string>
}

type Client = { readonly service: string; readonly path: string; readonly idle: Idle }

/** Whether nobody takes up a client; one in a file of several services is judged by all of them. */
const unusedIn = (files: Files, { owners }: Known): ((c: Client) => boolean) => {
  const known = new Map<string, readonly (readonly [string, string])[]>()
  const touches = (service: string) => {
    const found = known.get(service) ?? touchesOf(files.get(service) ?? [])
    known.set(service, found)
    return found
  }
  return ({ service, path, idle }) =>
    idle.within === 'file' ||
    (clientWord.test(idle.name) &&
      ![...new Set([service, ...owners(path)])].some((s) => isTaken(idle, path, touches(s))))
}

/** Tells clients that are built and never used from the rest of what services dial. */
export const withoutDead = (files: Files, known: Known): Living => {
  const isUnused = unusedIn(files, known)
  const isClient = (e: Endpoint): boolean =>
    e.contract === undefined ? e.protocol === 'http' : known.contracts.has(e.contract)
  const deadIn = (service: string, f: CodeFacts): ReadonlySet<Endpoint> => {
    const idle = (isProgram(f) ? f.endpoints : []).filter(
      (e) => e.idle !== undefined && isUnused({ service, path: f.path, idle: e.idle }),
    )
    const names = new Set(idle.filter(isClient).map((e) => e.idle!.name))
    return new Set(idle.filter((e) => names.has(e.idle!.name)))
  }
  const living = new Map<string, readonly CodeFacts[]>()
  const dead = new Map<string, readonly CodeFacts[]>()
  for (const [service, list] of files) {
    const found = new Map(
      list.map((f) => [f, deadIn(service, f)] as const).filter(([, own]) => own.size > 0),
    )
    living.set(service, found.size === 0 ? list : list.map((f) => without(f, found.get(f))))
    const clients = [...found].map(([f, own]) => ({ ...f, endpoints: [...own].filter(isClient) }))
    if (clients.length > 0) dead.set(service, clients)
  }
  return { files: living, dead }
}
