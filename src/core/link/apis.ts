import type { CodeFacts } from '../model/code.ts'
import type { Contract } from '../model/contract.ts'
import type { Operation } from '../model/endpoint.ts'
import type { Link } from '../model/link.ts'
import { isWithin } from '../model/path.ts'
import type { Service } from '../model/service.ts'

type Input = {
  readonly contracts: readonly Contract[]
  readonly services: readonly Service[]
  /** The files of each service. */
  readonly files: (service: string) => readonly CodeFacts[]
}

/** A path without the names of its parameters, in the one spelling that all frameworks share here. */
const shape = (path: string): string =>
  path
    .replace(/\{[^{}]*\}|:\w+|<[^<>]*>/g, '{}')
    .replace(/\/+$/, '')
    .toLowerCase()

const operationsOf = (files: readonly CodeFacts[]): readonly Operation[] =>
  files.flatMap((f) => (f.scope === 'main' ? (f.operations ?? []) : []))

/** How much of a document a service serves, from 0 to 1; a document may leave out what all paths begin with. */
const servedShare = (contract: Contract, operations: readonly Operation[]): number => {
  const served = operations.map((o) => ({ verb: o.verb, path: shape(o.path) }))
  const told = contract.body.methods.flatMap((m) => (m.http ? [m.http] : []))
  if (told.length === 0) return 0
  const hits = told.filter(({ verb, path }) =>
    served.some(
      (s) =>
        (s.verb === '*' || s.verb === verb) &&
        (s.path === shape(path) || s.path.endsWith(shape(path))),
    ),
  )
  return hits.length / told.length
}

const shareMin = 0.5

/**
 * The OpenAPI document of each service that has one: the one that stands in its folder, or the one whose paths it serves. A
 * service with several, and a document that several services may mean, have none.
 */
export const apisOf = ({ contracts, services, files }: Input): ReadonlyMap<string, string> => {
  const documents = contracts.filter((c) => c.dialect === 'openapi' && c.kind === 'service')
  if (documents.length === 0) return new Map()
  const owners = new Map<Contract, string[]>()
  const operations = new Map(services.map((s) => [s.name, operationsOf(files(s.name))]))
  for (const document of documents) {
    const inside = services.filter(
      ({ path }) => path !== undefined && path !== '' && isWithin(document.at.path, path),
    )
    const serving = services.filter(
      ({ name }) => servedShare(document, operations.get(name)!) >= shareMin,
    )
    const own =
      serving.length > 0 ? serving : inside.filter((s) => operations.get(s.name)!.length === 0)
    owners.set(
      document,
      own.map((s) => s.name),
    )
  }
  const found = new Map<string, string | undefined>()
  for (const [document, own] of owners)
    if (own.length === 1) found.set(own[0]!, found.has(own[0]!) ? undefined : document.id)
  const ids = documents.map((d) => d.id)
  return new Map(
    [...found].flatMap(([service, id]) =>
      // A title that several documents have names none of them.
      id !== undefined && ids.filter((x) => x === id).length === 1 ? [[service, id] as const] : [],
    ),
  )
}

/** Links of HTTP with the document of their provider. */
export const withApis = (links: readonly Link[], apis: ReadonlyMap<string, string>): Link[] =>
  links.map((l) => {
    const api = l.via === 'http' && l.contract === undefined ? apis.get(l.to) : undefined
    return api === undefined ? l : { ...l, contract: api }
  })
