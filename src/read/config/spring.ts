import type { CodeFacts } from '../../core/model/code.ts'
import type { Endpoint } from '../../core/model/endpoint.ts'
import { literal } from '../../core/model/expression.ts'
import type { ConfigStore, ServiceName } from '../../core/model/ownership.ts'
import { folderOf } from '../../core/model/path.ts'
import type { Place } from '../../core/model/place.ts'
import { pathOf, type Section, type Setting } from './setting.ts'

/** Files that Spring Boot and those who do as it does read by their name. */
export const isApplicationFile = (path: string): boolean =>
  /(?:^|\/)(?:application|bootstrap)(?:-[\w.-]+)?\.(?:ya?ml|properties)$/.test(path)

/** The folder of the module that a resource belongs to. */
export const moduleOf = (path: string): string =>
  folderOf(path).replace(/(?:^|\/)(?:src\/\w+\/resources(?:\/.*)?|config)$/, '')

const isTestProfile = (text: string): boolean =>
  /^(?:unit|integration|it|e2e)?-?tests?$/i.test(text.trim())

/** A document that is for tests only. */
export const isTestSection = (section: Section): boolean =>
  section.some(
    (s) =>
      /^spring\.(?:config\.activate\.onprofile|profiles)(?:\.0)?$/.test(pathOf(s.keys)) &&
      isTestProfile(s.text),
  )

/** `%prod.quarkus.datasource.url` is `quarkus.datasource.url`; what is for tests is left out. */
export const withoutProfiles = (section: Section): Section =>
  section
    .filter((s) => !/^%test\b/.test(s.keys[0] ?? ''))
    .map((s) => (s.keys[0]?.startsWith('%') ? { ...s, keys: s.keys.slice(1) } : s))

const namePath = /^(?:spring|quarkus|micronaut)\.application\.name$/
const plainName = /^[A-Za-z][\w.-]{0,100}$/

/** What the application calls itself, to its registry and its configuration server. */
export const namesIn = (path: string, sections: readonly Section[]): ServiceName[] =>
  sections.flat().flatMap((s) => {
    const name = /^\$\{[^{}:]*:([^{}]*)\}$/.exec(s.text)?.[1] ?? s.text
    return namePath.test(pathOf(s.keys)) && plainName.test(name)
      ? [{ folder: moduleOf(path), name, at: s.at }]
      : []
  })

const locationPath =
  /^spring\.cloud\.config\.server\.(?:native\.searchlocations|git\.uri|git\.searchpaths)(?:\.\d+)?$/

const placeOfLocation = (text: string, module: string): string | undefined => {
  const inClasses = /^classpath:\/?([^{$]*)/.exec(text)
  if (inClasses)
    return `${module === '' ? '' : `${module}/`}src/main/resources/${inClasses[1]}`.replace(
      /\/+$/,
      '',
    )
  const local = /^(?:file:)?(?:[^:]*)$/.test(text) ? text.replace(/^file:/, '') : ''
  const last =
    local
      .replace(/\{[^}]*\}.*$/, '')
      .replace(/\/+$/, '')
      .split('/')
      .at(-1) ?? ''
  return /^[\w.-]+$/.test(last) && last !== '..' && last !== '.' ? `**/${last}` : undefined
}

/** Settings that are put into a store by hand, of which repositories keep a copy in a folder of such a name. */
const keptElsewhere = /^spring\.cloud\.(?:nacos|consul|zookeeper)\.config\./
const looseFolders = ['config', 'configs', 'conf', 'nacos', 'nacos-config', 'consul']

/** Folders that a configuration server hands out, in the repository that it stands in. */
export const storesIn = (path: string, sections: readonly Section[]): ConfigStore[] => {
  const all = sections.flat()
  const kept = all.find((s) => keptElsewhere.test(pathOf(s.keys)))
  if (kept !== undefined)
    return looseFolders.map((folder) => ({ folder: `**/${folder}`, isLoose: true, at: kept.at }))
  if (!all.some((s) => pathOf(s.keys).startsWith('spring.cloud.config.server.'))) return []
  const module = moduleOf(path)
  const written = all.filter((s) => locationPath.test(pathOf(s.keys)))
  const folders = written
    .flatMap((s) => s.text.split(','))
    .map((t) => placeOfLocation(t.trim(), module))
    .filter((f) => f !== undefined)
  const at = written[0]?.at ?? all[0]!.at
  const usual = folders.length > 0 ? [] : [placeOfLocation('classpath:/config', module)!]
  return [...new Set([...folders, ...usual])].map((folder) => ({ folder, at }))
}

type Route = { readonly id: string; readonly to: string | undefined; readonly at: Place }

const zuulKey = /^zuul\.routes\.([^.]+)(?:\.([a-z]+))?$/

/** Routes of Zuul: to a service by its id, which is the name of the route where nothing else is said. */
const zuulRoutes = (all: readonly Setting[]): Route[] => {
  const routes = new Map<string, Route>()
  for (const s of all) {
    const m = zuulKey.exec(s.keys.map((k) => k.toLowerCase()).join('.'))
    if (!m) continue
    const id = s.keys[2]!
    const before = routes.get(id)
    const isTarget = m[2] === 'serviceid' || m[2] === 'url'
    if (before === undefined || isTarget)
      routes.set(id, { id, to: isTarget ? s.text : before?.to, at: isTarget ? s.at : s.at })
  }
  return [...routes.values()]
}

const isAddress = (text: string): boolean => text.includes('://')

const callOf = (host: string, at: Place): Endpoint => ({
  role: 'consumer',
  protocol: 'http',
  api: 'literal',
  address: literal(`http://${host}`),
  at,
})

/** Calls of services by the name that a registry knows them by. */
export const callsByName = (sections: readonly Section[]): Endpoint[] => {
  const all = sections.flat()
  const routes = zuulRoutes(all)
    .filter((r) => !isAddress(r.to ?? ''))
    .map((r) => callOf(r.to ?? r.id, r.at))
  const configured = all
    .filter((s) => pathOf(s.keys) === 'spring.cloud.config.discovery.serviceid')
    .map((s) => ({ ...callOf(s.text, s.at), api: 'config-server' }))
  return [...routes, ...configured].filter((e) =>
    /^http:\/\/[\w.-]+$/.test(e.address.kind === 'literal' ? e.address.value : ''),
  )
}

/** What must be among the dependencies of a program for it to use settings that begin so. */
const uses: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^spring\.rabbitmq/, ['amqp', 'rabbit']],
  [/^spring\.(?:cloud\.stream\.)?kafka/, ['kafka']],
  [/^eureka\./, ['eureka']],
  [/^(?:spring\.)?security\.oauth2/, ['oauth2']],
  [/^spring\.(?:data\.)?redis/, ['redis']],
  [/^spring\.(?:data\.)?mongodb/, ['mongo']],
  [
    /^spring\.(?:datasource|jpa|flyway|liquibase|r2dbc)/,
    ['jdbc', 'jpa', 'r2dbc', 'mybatis', 'sql', 'flyway', 'liquibase'],
  ],
  [/^spring\.(?:data\.)?elasticsearch/, ['elasticsearch']],
  [/^(?:spring|management)\.zipkin/, ['zipkin', 'sleuth', 'tracing', 'brave']],
  [/^spring\.mail/, ['mail']],
]

/** The endpoint that settings come from is the one of a configuration server. */
const asksServer = (s: Setting): boolean =>
  pathOf(s.keys) === 'spring.cloud.config.uri' || /(?:^|:)configserver:/.test(s.text)

/**
 * With each endpoint, the words that a dependency has to hold for the setting to be used at all, and
 * whether it is a configuration server.
 */
export const withMeaning = (facts: CodeFacts, sections: readonly Section[]): CodeFacts => {
  const byLine = new Map(sections.flat().map((s) => [s.at.line, s]))
  return {
    ...facts,
    endpoints: facts.endpoints.map((e) => {
      const setting = byLine.get(e.at.line)
      if (setting === undefined) return e
      const path = pathOf(setting.keys)
      const needs = uses.find(([start]) => start.test(path))?.[1]
      const api = asksServer(setting) ? 'config-server' : e.api
      return { ...e, api, ...(needs ? { needs } : {}) }
    }),
  }
}
