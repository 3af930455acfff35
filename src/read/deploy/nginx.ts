import type { Endpoint, EnvRead } from '../../core/model/endpoint.ts'
import type { Expression } from '../../core/model/expression.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { interpolate } from '../template.ts'

const pass = /^\s*(proxy_pass|grpc_pass|fastcgi_pass|uwsgi_pass|server)\s+([^;\s]+)[^;]*;/
const upstream = /^\s*upstream\s+(\S+)\s*\{/
const variable = /^\s*set\s+\$(\w+)\s+"?([^";\s]+)"?\s*;/

/** nginx's own variables are lower case; upper case ones are put in by envsubst. */
const withoutNginxVariables = (e: Expression): Expression => {
  if (e.kind === 'env' && /[a-z]/.test(e.key)) return { kind: 'name', name: e.key }
  return e.kind === 'concat' ? { kind: 'concat', parts: e.parts.map(withoutNginxVariables) } : e
}

const envOf = (e: Expression): EnvRead[] => {
  if (e.kind === 'concat') return e.parts.flatMap(envOf)
  return e.kind === 'env' ? [{ key: e.key, at: e.at }] : []
}

const read = ({ path, text }: SourceFile): Facts => {
  if (!/_pass\s|upstream\s/.test(text)) return {}
  const endpoints: Endpoint[] = []
  const assignments: { name: string; value: Expression; at: { path: string; line: number } }[] = []
  const upstreams = new Set<string>()
  let inUpstream = false
  for (const [i, line] of text.split('\n').entries()) {
    const at = { path, line: i + 1 }
    const opened = upstream.exec(line)
    if (opened) upstreams.add(opened[1]!)
    inUpstream = opened !== null || (inUpstream && !line.includes('}'))
    const set = variable.exec(line)
    if (set)
      assignments.push({
        name: set[1]!,
        value: withoutNginxVariables(interpolate(set[2]!, 'shell', at)),
        at,
      })
    const m = pass.exec(line)
    if (!m || (m[1] === 'server' && !inUpstream) || m[2]!.startsWith('unix:')) continue
    const address = withoutNginxVariables(interpolate(m[2]!, 'shell', at))
    endpoints.push({
      role: 'consumer',
      protocol: m[1] === 'grpc_pass' ? 'grpc' : 'http',
      api: m[1]!,
      address,
      at,
    })
  }
  const own = endpoints.filter(
    (e) =>
      !(
        e.address.kind === 'literal' &&
        upstreams.has(e.address.value.replace(/^\w+:\/\//, '').replace(/[:/].*$/, ''))
      ),
  )
  const reads = [
    ...own.flatMap((e) => envOf(e.address)),
    ...assignments.flatMap((a) => envOf(a.value)),
  ]
  return {
    code: [
      {
        path,
        lang: 'nginx',
        scope: 'main',
        endpoints: own,
        reads,
        assignments,
        helpers: [],
        keyCalls: [],
      },
    ],
  }
}

/** nginx configuration: whom it passes requests to. */
export const nginxReader: Reader = {
  id: 'nginx',
  version: 1,
  read,
  accepts: (path) =>
    /(?:\.conf|\.conf\.\w+|\.nginx|nginx[^/]*\.(?:tmpl|template|j2))$|(?:^|\/)(?:conf\.d|sites-(?:enabled|available))\/[^/]+$/.test(
      path,
    ),
}
