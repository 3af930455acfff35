import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { jsonSections, yamlSections } from '../config/formats.ts'
import { normalForm } from '../config/normal.ts'
import { pathOf, type Setting } from '../config/setting.ts'
import { proxyFacts, type Upstream } from './proxy.ts'

const parentOf = (s: Setting): string => s.keys.slice(0, -1).join('\0')

/** Addresses below `clusters`: those of listeners are its own. */
const isUpstream = (s: Setting): boolean => {
  const path = pathOf(s.keys)
  return /(?:^|\.)clusters\.\d+\./.test(path) && /\.socketaddress\.address$/.test(path)
}

const read = (file: SourceFile): Facts => {
  if (!/["']?clusters["']?\s*:|["']?@type["']?\s*:.{0,200}\.Cluster\b/.test(file.text)) return {}
  const text = normalForm(file.text)
  const isJson = /^\s*\{/.test(text) || file.path.endsWith('.json')
  const settings = (isJson ? jsonSections : yamlSections)({ path: file.path, text }).flat()
  const ports = new Map(
    settings
      .filter((s) => pathOf(s.keys).endsWith('.socketaddress.portvalue'))
      .map((s) => [parentOf(s), s.text]),
  )
  const upstreams = settings.filter(isUpstream).map((s): Upstream => {
    const port = ports.get(parentOf(s))
    return { address: port === undefined ? s.text : `${s.text}:${port}`, api: 'cluster', at: s.at }
  })
  return { code: proxyFacts({ path: file.path, lang: 'envoy' }, upstreams) }
}

/** Envoy's configuration, templates of it among them: the endpoints of its clusters. */
export const envoyReader: Reader = {
  id: 'envoy',
  version: 1,
  read,
  accepts: (path) =>
    /(?:^|\/)(?:[\w.-]*envoy[\w.-]*|envoy\/(?:[\w-]+\/)?[\w.-]+)\.(?:ya?ml|json)(?:\.\w+)?$/i.test(
      path,
    ),
}
