import type { Protocol } from '../../core/model/endpoint.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { normalForm } from '../config/normal.ts'
import { proxyFacts, type Upstream } from './proxy.ts'

const sections = new Set([
  'global',
  'defaults',
  'frontend',
  'backend',
  'listen',
  'resolvers',
  'peers',
  'cache',
  'userlist',
])

const read = ({ path, text }: SourceFile): Facts => {
  if (!/^(?:backend|listen)\s/m.test(text)) return {}
  const out: Upstream[] = []
  let section = ''
  let isTcp = false
  let protocol: Protocol | undefined
  for (const [i, line] of normalForm(text).split('\n').entries()) {
    const words = line.replace(/#.*$/, '').trim().split(/\s+/)
    const first = words[0] ?? ''
    if (sections.has(first)) {
      section = first
      protocol = isTcp && first !== 'defaults' ? 'tcp' : undefined
    }
    if (first === 'mode' && section === 'defaults') isTcp = words[1] === 'tcp'
    else if (first === 'mode') protocol = words[1] === 'tcp' ? 'tcp' : 'http'
    const isServer =
      (first === 'server' || first === 'server-template') && /^(?:backend|listen)$/.test(section)
    const address = isServer ? words[first === 'server' ? 2 : 3] : undefined
    if (address !== undefined)
      out.push({
        address: address.replace(/^(?:ipv[46]@|tcp[46]?@)/, '').replaceAll('"', ''),
        api: 'server',
        at: { path, line: i + 1 },
        ...(protocol === undefined ? {} : { protocol }),
      })
  }
  return { code: proxyFacts({ path, lang: 'haproxy' }, out) }
}

/** HAProxy's configuration: the servers of its backends. */
export const haproxyReader: Reader = {
  id: 'haproxy',
  version: 1,
  read,
  accepts: (path) =>
    /(?:^|\/)(?:[\w.-]*haproxy[\w.-]*|haproxy\/[\w.-]+)\.(?:cfg|conf)(?:\.\w+)?$/i.test(path),
}
