import type { CodeFacts } from '../model/code.ts'
import type { Unit } from '../model/deployment.ts'
import { evaluate } from './evaluate.ts'
import type { Bindings } from './scope.ts'
import type { Universe } from './universe.ts'

type Known = {
  readonly universe: Universe
  readonly bindings: Bindings
  readonly all: ReadonlyMap<string, readonly CodeFacts[]>
}

const setting = /^(?:server:port|quarkus:http:port|micronaut:server:port)$/
const variables = ['PORT', 'SERVER_PORT', 'APP_PORT', 'HTTP_PORT', 'API_PORT']

/** Ports of others, as programs that dial them name them. */
const ofOthers =
  /(?:DB|DATABASE|SQL|PG|REDIS|CACHE|MONGO\w*|RABBIT\w*|AMQP|KAFKA|NATS|SMTP|MAIL\w*|S3|MINIO)_PORT$/

/** `CART_PORT`: the one variable of a port that a file reads in which a program begins to listen. */
const ownVariables = (files: readonly CodeFacts[]): string[] =>
  files
    .filter((f) => f.scope === 'main' && f.starts?.some((s) => s.kind === 'server'))
    .flatMap((f) => {
      const keys = new Set(f.reads.map((r) => r.key).filter((k) => /_PORT$/.test(k)))
      const [key] = keys
      return keys.size === 1 && !ofOthers.test(key!) ? [key!] : []
    })

const portIn = (text: string): number | undefined => {
  const port = Number(text.replace(/^.*:/, ''))
  return port > 0 && port < 65_536 && Number.isInteger(port) ? port : undefined
}

/** The ports that the settings of a program started by hand tell it to listen on. */
const portsOf = (unit: Unit, service: string, { universe, bindings, all }: Known): number[] => {
  const group = universe.groups.get(service)!
  const files = all.get(service) ?? []
  const scope = { service: group, deployment: unit.deployment, bindings, files }
  const written = files
    .filter((f) => f.lang === 'config' && f.scope === 'main')
    .flatMap((file) =>
      file.assignments
        .filter((a) => setting.test(a.name))
        .flatMap((a) => evaluate(a.value, { ...scope, file })),
    )
  const given = [...variables, ...ownVariables(files)].flatMap((key) =>
    bindings
      .of(group, unit.deployment, key)
      .flatMap((b) => evaluate(b.value, { ...scope, file: undefined })),
  )
  return [...new Set([...written, ...given].flatMap((v) => portIn(v.text) ?? []))]
}

/**
 * Units of programs that are started by hand, with the ports that their settings name, where their code names none;
 * undefined where nothing is added.
 */
export const withListened = (units: readonly Unit[], known: Known): readonly Unit[] | undefined => {
  let isChanged = false
  const out = units.map((u): Unit => {
    if (u.origin !== 'code') return u
    const service = known.universe.serviceAt(u.name, u.deployment)
    const ports = service === undefined ? [] : portsOf(u, service, known)
    if (ports.length === 0 || ports.every((p) => u.ports.includes(p))) return u
    isChanged = true
    return { ...u, ports }
  })
  return isChanged ? out : undefined
}
