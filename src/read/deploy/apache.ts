import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { proxyFacts, type Upstream } from './proxy.ts'

const pass = /^(ProxyPass|ProxyPassMatch|BalancerMember)\s(.*)$/i
const address = /(?:https?|wss?|h2c?|fcgi|ajp|uwsgi|scgi):\/\/[^\s"'[\]/]{1,200}/i
const handler = /^SetHandler\s+"?proxy:(?:unix:[^|]{0,200}\|)?(fcgi:\/\/[^\s"'/]{1,200})/i
const rewrite = /^RewriteRule\s.{0,400}\[(?:[\w=,]{0,80},)?P(?:,[\w=,]{0,80})?\]/i
const balancer = /^balancer:/i

const upstreamIn = (line: string): { address: string; api: string } | undefined => {
  const handled = handler.exec(line)
  if (handled) return { address: handled[1]!, api: 'SetHandler' }
  const passed = pass.exec(line)
  const text = passed ? passed[2]! : rewrite.test(line) ? line : ''
  const found = address.exec(text)
  if (!found || balancer.test(text)) return undefined
  return { address: found[0], api: passed?.[1] ?? 'RewriteRule' }
}

const read = ({ path, text }: SourceFile): Facts => {
  if (!/ProxyPass|BalancerMember|proxy:|RewriteRule/i.test(text)) return {}
  const out = text.split('\n').flatMap((line, i): Upstream[] => {
    const found = line.length > 2000 ? undefined : upstreamIn(line.trim())
    return found ? [{ ...found, at: { path, line: i + 1 } }] : []
  })
  return { code: proxyFacts({ path, lang: 'apache' }, out) }
}

/** Apache's configuration: whom it passes requests to. */
export const apacheReader: Reader = {
  id: 'apache',
  version: 1,
  read,
  accepts: (path) =>
    /(?:\.conf|\.vhost|httpd[\w.-]*|(?:^|\/)\.htaccess)$|(?:^|\/)(?:sites-(?:enabled|available)|conf-(?:enabled|available))\/[^/]+$/.test(
      path,
    ),
}
