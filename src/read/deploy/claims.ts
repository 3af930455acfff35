import type { PortClaim, Unit } from '../../core/model/deployment.ts'
import { portsIn } from '../code/numbers.ts'
import type { Yaml } from '../yaml/document.ts'

const digits = /^\d{1,5}$/
const spanMax = 100

type Owner = { readonly by: string }

/** `8000-8003` as its numbers; a single number as itself; nothing for what holds a variable. */
const span = (text: string | undefined): number[] => {
  const m = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text ?? '')
  if (!m) return []
  const [from, to] = [Number(m[1]), Number(m[2] ?? m[1])]
  return to < from || to - from > spanMax
    ? []
    : Array.from({ length: to - from + 1 }, (_, i) => from + i)
}

/** `127.0.0.1:8080:80/udp`, cut at the colons that stand outside of variables. */
const shortForm = (text: string): { host?: string; target?: string; rest: string } => {
  const parts = text.split(/:(?![^{]*\})/)
  const target = parts.pop()
  const host = parts.pop()
  return {
    rest: parts.join(':'),
    ...(host === undefined ? {} : { host }),
    ...(target === undefined ? {} : { target }),
  }
}

const published = (port: Yaml, { by }: Owner): PortClaim[] => {
  const text = port.text ?? ''
  const written = port.isMap
    ? {
        host: port.get('published').text,
        target: port.get('target').text,
        rest: port.get('host_ip').text ?? '',
        protocol: port.get('protocol').text,
      }
    : { ...shortForm(text.replace(/\/\w+$/, '')), protocol: /\/(\w+)$/.exec(text)?.[1] }
  const targets = span(written.target)
  const hosts = span(written.host)
  const address = written.rest.replace(/^\[|\]$/g, '')
  if (hosts.length === 0 || (targets.length > 1 && targets.length !== hosts.length)) return []
  return hosts.map((number, i) => ({
    port: number,
    ...(targets.length === 0 ? {} : { target: targets.length === 1 ? targets[0]! : targets[i]! }),
    protocol: written.protocol === 'udp' ? 'udp' : 'tcp',
    ...(address === '' || address === '0.0.0.0' || address === '::' ? {} : { address }),
    by,
    at: port.line,
  }))
}

/** Every text below a node, keys of maps among them. */
const textsBelow = (node: Yaml, depth = 0): string[] => {
  if (node.text !== undefined) return [node.text]
  if (depth > 4) return []
  return [
    ...node.items().flatMap((i) => textsBelow(i, depth + 1)),
    ...node.entries().flatMap(([k, v]) => [k, ...textsBelow(v, depth + 1)]),
  ]
}

const numbersMax = 200

const numbersBelow = (nodes: readonly Yaml[]): number[] =>
  [...new Set(nodes.flatMap((n) => textsBelow(n)).flatMap(portsIn))].slice(0, numbersMax)

const external = (root: Yaml): ReadonlySet<string> =>
  new Set(
    root
      .get('networks')
      .entries()
      .filter(([, n]) => n.get('external').exists && n.get('external').text !== 'false')
      .map(([name]) => name),
  )

/** Hosts that a compose service can reach though no service is named so; `*` where it shares a network. */
const extraHosts = (service: Yaml, root: Yaml): string[] => {
  const outside = external(root)
  const networks = service.get('networks')
  const joined = [...networks.texts, ...networks.entries().map(([n]) => n)]
  const own = joined.length === 0 ? ['default'] : joined
  const hosts = service.get('extra_hosts')
  const named = [
    ...hosts.texts.map((t) => t.split(/[:=]/)[0]!),
    ...hosts.entries().map(([h]) => h),
    ...service.get('external_links').texts.map((t) => t.split(':').at(-1)!),
  ]
  const isOpen =
    own.some((n) => outside.has(n)) ||
    service.get('network_mode').exists ||
    root.get('include').exists
  return isOpen ? ['*', ...named] : named
}

/** What a compose service takes and hears of: host ports, other numbers, profiles, hosts from outside. */
export const composeClaims = (
  service: Yaml,
  root: Yaml,
  by: string,
): Pick<Unit, 'claims' | 'numbers' | 'profiles' | 'extraHosts' | 'isPublished'> => {
  const claims = service
    .get('ports')
    .items()
    .flatMap((p) => published(p, { by }))
  const numbers = numbersBelow(
    ['command', 'entrypoint', 'environment', 'healthcheck', 'labels', 'build'].map((k) =>
      service.get(k),
    ),
  )
  const profiles = service.get('profiles').texts
  const isPublished = service.get('ports').items().length > 0 || service.get('network_mode').exists
  const hosts = extraHosts(service, root)
  return {
    ...(claims.length > 0 ? { claims } : {}),
    ...(numbers.length > 0 ? { numbers } : {}),
    ...(profiles.length > 0 ? { profiles } : {}),
    ...(isPublished ? { isPublished } : {}),
    ...(hosts.length > 0 ? { extraHosts: hosts } : {}),
  }
}

const hiddenKeys = (container: Yaml): string[] => [
  ...container
    .get('env')
    .items()
    .filter(
      (e) => e.get('value').text === undefined && !e.get('valueFrom', 'configMapKeyRef').exists,
    )
    .flatMap((e) => e.get('name').text ?? []),
  ...container
    .get('envFrom')
    .items()
    .filter((f) => !f.get('configMapRef').exists)
    .map(() => '*'),
]

/** What the containers of a pod take: their ports, and the variables that come from secrets. */
export const podClaims = (
  containers: readonly Yaml[],
): Pick<Unit, 'claims' | 'numbers' | 'hiddenKeys'> => {
  const claims = containers.flatMap((c, i) =>
    c
      .get('ports')
      .items()
      .flatMap((p): PortClaim[] => {
        const text = p.get('containerPort').text ?? ''
        const protocol = p.get('protocol').text?.toLowerCase()
        if (
          !digits.test(text) ||
          (protocol !== undefined && protocol !== 'tcp' && protocol !== 'udp')
        )
          return []
        return [
          {
            port: Number(text),
            protocol: protocol ?? 'tcp',
            by: c.get('name').text ?? `container ${i + 1}`,
            at: p.line,
          },
        ]
      }),
  )
  const numbers = numbersBelow(
    containers.flatMap((c) =>
      ['command', 'args', 'env', 'livenessProbe', 'readinessProbe', 'startupProbe'].map((k) =>
        c.get(k),
      ),
    ),
  )
  const hidden = [...new Set(containers.flatMap(hiddenKeys))]
  return {
    ...(claims.length > 0 ? { claims } : {}),
    ...(numbers.length > 0 ? { numbers } : {}),
    ...(hidden.length > 0 ? { hiddenKeys: hidden } : {}),
  }
}
