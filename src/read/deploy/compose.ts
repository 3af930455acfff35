import type { Binding, HostName, Unit } from '../../core/model/deployment.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { baseOf, folderOf, resolvePath } from '../../core/model/path.ts'
import { interpolate } from '../template.ts'
import { parseYaml, type Yaml } from '../yaml/document.ts'
import { composeClaims } from './claims.ts'
import { commandWords } from './command.ts'
import { withConfigs } from './configs.ts'
import { composeSource } from './mounts.ts'
import { textUses } from './text.ts'
import { routedByLabels } from './traefik.ts'

const byName =
  /(?:^|\/)(?:docker-|podman-)?compose[^/]*\.ya?ml$|(?:^|\/)[^/]*docker-compose[^/]*\.ya?ml$|(?:^|\/)docker-stack[^/]*\.ya?ml$/i
const digits = /^\d{1,5}$/

const portNumbers = (port: Yaml): number[] => {
  const written = port.isMap
    ? [port.get('target').text, port.get('published').text]
    : (port.text ?? '')
        .replace(/\/\w+$/, '')
        .split(':')
        .slice(-2)
  return written
    .map((p) => p?.replace(/^\$\{[^}]*:?-(\d+)\}$/, '$1') ?? '')
    .filter((p) => digits.test(p))
    .map(Number)
}

const aliasesOf = (service: Yaml): string[] => [
  ...[service.get('container_name').text, service.get('hostname').text].flatMap((n) =>
    n ? [n] : [],
  ),
  ...service
    .get('networks')
    .entries()
    .flatMap(([, n]) => n.get('aliases').texts),
]

type ComposeFile = { readonly deployment: string; readonly folder: string }

/** The service that this one extends: in this file, or in another one. */
const extendedBy = (service: Yaml, { deployment, folder }: ComposeFile): Unit['extends'] => {
  const base = service.get('extends')
  const name = base.isMap ? base.get('service').text : base.text
  const file = base.get('file').text
  const path = file === undefined ? undefined : resolvePath(folder, file)
  if (name === undefined || (file !== undefined && path === undefined)) return undefined
  return { name, deployment: path === undefined ? deployment : `compose:${folderOf(path)}` }
}

const contextOf = (
  service: Yaml,
  folder: string,
): Pick<Unit, 'context' | 'dockerfile' | 'buildText' | 'target'> => {
  const build = service.get('build')
  const target = build.isMap ? build.get('target').text : undefined
  const written = build.isMap ? (build.get('context').text ?? '.') : build.text
  if (written === undefined) return {}
  const file = build.get('dockerfile').text ?? 'Dockerfile'
  if (written.includes('$') || file.includes('$'))
    return { buildText: { context: written, dockerfile: file } }
  const context = resolvePath(folder, written)
  const dockerfile = context === undefined ? undefined : resolvePath(context, file)
  if (context === undefined) return {}
  return {
    context,
    ...(dockerfile === undefined ? {} : { dockerfile }),
    ...(target === undefined ? {} : { target }),
  }
}

const environmentOf = (service: Yaml): readonly (readonly [string, string | undefined, Yaml])[] => {
  const env = service.get('environment')
  if (env.isMap) return env.entries().map(([k, v]) => [k, v.text, v] as const)
  return env.items().map((item) => {
    const text = item.text ?? ''
    const eq = text.indexOf('=')
    return [
      eq < 0 ? text : text.slice(0, eq),
      eq < 0 ? undefined : text.slice(eq + 1),
      item,
    ] as const
  })
}

const bindingsOf = (name: string, service: Yaml, file: ComposeFile): Binding[] => {
  const own = environmentOf(service).map(
    ([key, value, node]): Binding => ({
      deployment: file.deployment,
      unit: name,
      key,
      at: node.line,
      value:
        value === undefined
          ? { kind: 'env', key, at: node.line }
          : interpolate(value, 'shell', node.line),
    }),
  )
  const files = service.get('env_file')
  const names =
    files.items().length > 0 ? files.items().map((f) => f.get('path').text ?? f.text) : [files.text]
  const fromFiles = names.flatMap((f) => {
    const path = f === undefined ? undefined : resolvePath(file.folder, f)
    return path === undefined
      ? []
      : [
          {
            deployment: file.deployment,
            unit: name,
            key: '*',
            value: { kind: 'name' as const, name: `dotenv/${path}` },
            at: files.line,
          },
        ]
  })
  const base = extendedBy(service, file)
  const inherited =
    base === undefined
      ? []
      : [
          {
            deployment: file.deployment,
            unit: name,
            key: '*',
            value: { kind: 'name' as const, name: `extends/${base.deployment}\0${base.name}` },
            at: service.get('extends').line,
          },
        ]
  return [...inherited, ...fromFiles, ...own]
}

const unitOf = (name: string, service: Yaml, file: ComposeFile): Unit => {
  const base = extendedBy(service, file)
  const image = service.get('image').text
  const ports = [...service.get('ports').items(), ...service.get('expose').items()].flatMap(
    portNumbers,
  )
  const words = commandWords(
    [service.get('entrypoint'), service.get('command')].flatMap((c) => c.texts).join(' '),
  )
  return {
    deployment: file.deployment,
    name,
    origin: 'compose',
    aliases: aliasesOf(service),
    ...(image === undefined ? {} : { image }),
    ...(base === undefined ? {} : { extends: base }),
    ...contextOf(service, file.folder),
    ...composeSource(service, file.folder),
    ports: [...new Set(ports)],
    labels: [],
    ...(words.length > 0 ? { words } : {}),
    at: service.line,
  }
}

/** `links: [db:database]` makes `database` a name of `db`. */
const linkAliases = (services: readonly Yaml[]): ReadonlyMap<string, readonly string[]> => {
  const out = new Map<string, Set<string>>()
  for (const text of services.flatMap((s) => s.get('links').texts)) {
    const [target, alias] = text.split(':')
    if (target && alias && alias !== target)
      out.set(target, (out.get(target) ?? new Set()).add(alias))
  }
  return new Map([...out].map(([target, aliases]) => [target, [...aliases]]))
}

/** `external_links: [mysql:db]` makes `db` a name of what another project calls `mysql`. */
const outerNames = (service: Yaml, deployment: string): HostName[] =>
  service
    .get('external_links')
    .items()
    .flatMap((item) => {
      const [target, alias] = (item.text ?? '').split(':')
      return target && alias && alias !== target
        ? [
            {
              deployment,
              name: alias,
              selector: [],
              externalName: target,
              ports: [],
              at: item.line,
            },
          ]
        : []
    })

/** The line of the key itself, since a mapping starts on the line below it. */
const atKey = (unit: Unit, root: Yaml): Unit => {
  const key = root.get('services').keyPlace(unit.name)
  return key ? { ...unit, at: key } : unit
}

const composeKeys = new Set([
  'depends_on',
  'environment',
  'env_file',
  'volumes',
  'ports',
  'networks',
  'command',
  'profiles',
  'restart',
  'extends',
  'deploy',
])

/**
 * A project under a name of its own, as `app.yml`: its services are images or builds, or add to those of another
 * file.
 */
const isProject = (roots: readonly Yaml[]): boolean =>
  roots.length === 1 &&
  !roots[0]!.get('kind').exists &&
  roots[0]!.get('services').entries().length > 0 &&
  roots[0]!
    .get('services')
    .entries()
    .every(
      ([, s]) =>
        s.isMap &&
        (s.get('image').exists ||
          s.get('build').exists ||
          s.entries().every(([key]) => composeKeys.has(key))),
    )

/** What makes a service, or says something of one that another file makes. */
const telling = [
  'image',
  'build',
  'extends',
  'command',
  'environment',
  'env_file',
  'ports',
  'expose',
]

const isService = (s: Yaml): boolean => s.isMap && telling.some((k) => s.get(k).exists)

const read = (file: SourceFile): Facts => {
  if (!/^services:/m.test(file.text)) return {}
  const isNamed = byName.test(file.path)
  if (!isNamed && !/^\s+(?:image|build):/m.test(file.text)) return {}
  const { roots, diagnostics } = parseYaml(file)
  if (!isNamed && !isProject(roots)) return {}
  const folder = folderOf(file.path)
  const context = { deployment: `compose:${folder}`, folder }
  const services = roots.flatMap((root) =>
    root
      .get('services')
      .entries()
      .filter(([, s]) => isService(s))
      .map(([n, s]) => ({ n, s, root })),
  )
  const linked = linkAliases(services.map(({ s }) => s))
  const hosts = services.flatMap(({ s }) => outerNames(s, context.deployment))
  return {
    ...(hosts.length > 0 ? { hosts } : {}),
    units: services
      .map(({ n, s, root }) => ({
        ...withConfigs(atKey(unitOf(n, s, context), root), { service: s, root, folder }),
        ...composeClaims(s, root, n),
      }))
      .map((u) => ({ ...u, aliases: [...u.aliases, ...(linked.get(u.name) ?? [])] })),
    bindings: services.flatMap(({ n, s }) => bindingsOf(n, s, context)),
    code: [
      ...services.flatMap(({ n, s }) =>
        textUses({
          path: file.path,
          lang: 'compose',
          unit: n,
          texts: [s.get('command'), s.get('entrypoint')].flatMap((c) =>
            c.texts.map((text) => ({ text, at: c.line })),
          ),
        }),
      ),
      ...routedByLabels(file.path, services),
    ],
    diagnostics,
    volatile: true,
  }
}

/** docker-compose files, by name or by what they hold: services, what they are built from, ports, names, environment. */
export const composeReader: Reader = {
  id: 'compose',
  version: 6,
  read,
  accepts: (path) =>
    /\.ya?ml$/i.test(path) && !baseOf(path).startsWith('.') && !/^\.(?:github|gitlab)\//.test(path),
}
