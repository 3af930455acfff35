import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Expression } from '../../../src/core/model/expression.ts'
import type { Reader } from '../../../src/core/model/facts.ts'
import { apacheReader } from '../../../src/read/deploy/apache.ts'
import { caddyReader } from '../../../src/read/deploy/caddy.ts'
import { envoyReader } from '../../../src/read/deploy/envoy.ts'
import { haproxyReader } from '../../../src/read/deploy/haproxy.ts'
import { linkLines } from '../../links.ts'

const shown = (e: Expression): string => {
  if (e.kind === 'literal') return e.value
  if (e.kind === 'concat') return e.parts.map(shown).join('')
  if (e.kind !== 'env') return '?'
  return e.fallback ? `\${${e.key}:-${shown(e.fallback)}}` : `\${${e.key}}`
}

const upstreams = (reader: Reader, path: string, text: string): string[] => {
  assert.ok(reader.accepts(path), path)
  return (reader.read({ path, text }).code ?? []).flatMap((c) =>
    c.endpoints.map((e) => `${e.api} ${shown(e.address)} ${e.at.line}`),
  )
}

test('Caddy: proxies with matchers, blocks, variables and several upstreams', () => {
  const text = `{$SITE:localhost} {
  # reverse_proxy old:1
  reverse_proxy /api/* api:8000 api2:8000
  reverse_proxy @ws {$WS_HOST:live}:3000
  handle {
    reverse_proxy {
      to web:3000 {env.MORE}
      header_up Host x
    }
  }
  php_fastcgi php:9000
  reverse_proxy unix//run/x.sock
  to nowhere:1
}`
  assert.deepEqual(upstreams(caddyReader, 'proxy/Caddyfile.prod', text), [
    'reverse_proxy api:8000 3',
    'reverse_proxy api2:8000 3',
    'reverse_proxy ${WS_HOST:-live}:3000 4',
    'reverse_proxy web:3000 7',
    'reverse_proxy ${MORE} 7',
    'php_fastcgi php:9000 11',
  ])
  assert.ok(caddyReader.accepts('aio.Caddyfile') && !caddyReader.accepts('src/caddyfiles.ts'))
})

test('HAProxy: the servers of backends, not those of peers', () => {
  const text = `defaults
  mode tcp
peers p
  server other 10.0.0.1:1024
backend web
  mode http
  server a web:80 check # server b old:1
listen pg
  bind *:5432
  server-template pg 3 "\${PG_HOST}:5432"
`
  assert.deepEqual(upstreams(haproxyReader, 'lb/haproxy.cfg', text), [
    'server web:80 7',
    'server ${PG_HOST}:5432 10',
  ])
  const { code } = haproxyReader.read({ path: 'haproxy.cfg', text })
  assert.deepEqual(
    code![0]!.endpoints.map((e) => e.protocol),
    ['http', 'tcp'],
  )
})

test('Apache: passes, members, handlers and rewrites that proxy', () => {
  const text = `<Proxy balancer://app>
  BalancerMember http://one:8080
</Proxy>
ProxyPass /api balancer://app
ProxyPass "/x" "http://two:80/x"
ProxyPassReverse /x http://two:80/x
SetHandler "proxy:fcgi://php:9000"
RewriteRule ^/ws/(.*) ws://three:3000/$1 [P,L]
RewriteRule ^/old http://four/ [R=301]
`
  assert.deepEqual(upstreams(apacheReader, 'conf/site.conf', text), [
    'BalancerMember http://one:8080 2',
    'ProxyPass http://two:80 5',
    'SetHandler fcgi://php:9000 7',
    'RewriteRule ws://three:3000 8',
  ])
})

test('Envoy: endpoints of clusters, also in templates, and not its own listeners', () => {
  const text = `static_resources:
  listeners:
  - address: { socket_address: { address: 0.0.0.0, port_value: \${ENVOY_PORT} } }
  clusters:
  - name: cart
    load_assignment:
      endpoints:
      - lb_endpoints:
        - endpoint: { address: { socket_address: { address: \${CART_HOST}, port_value: \${CART_PORT} } } }
        - endpoint:
            address:
              socket_address:
                address: spare
                port_value: 8080
`
  assert.deepEqual(upstreams(envoyReader, 'proxy/envoy.tmpl.yaml', text), [
    'cluster ${CART_HOST}:${CART_PORT} 9',
    'cluster spare:8080 13',
  ])
  const json =
    '{"static_resources":{"clusters":[{"load_assignment":{"endpoints":[{"lb_endpoints":[{"endpoint":{"address":{"socket_address":{"address":"a","port_value":1234}}}}]}]}}]}}'
  assert.deepEqual(upstreams(envoyReader, 'envoy/main.json', json), ['cluster a:1234 1'])
})

test('a proxy is linked to what its mounted configuration names', () => {
  const files = {
    'compose.yml':
      'services:\n  lb:\n    image: haproxy:2\n    volumes: ["./haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg"]\n  edge:\n    image: caddy\n    volumes: ["./Caddyfile:/etc/caddy/Caddyfile"]\n    environment: { UP: web }\n  web:\n    image: acme/web\n  api:\n    image: acme/api\n',
    'haproxy.cfg': 'backend b\n  server s api:80\n',
    Caddyfile: 'x {\n  reverse_proxy {$UP}:3000\n}\n',
  }
  assert.deepEqual(linkLines(files), ['edge#UP -> web http', 'lb#http:api -> api http'])
})

test('a file of compose configs belongs to the service that gets it', () => {
  const files = {
    'compose.yml':
      'configs:\n  lb: { file: ./conf/haproxy.cfg }\nservices:\n  lb:\n    image: haproxy\n    configs: [{ source: lb, target: /etc/haproxy.cfg }]\n  two:\n    image: haproxy\n  api:\n    image: acme/api\n',
    'conf/haproxy.cfg': 'backend b\n  server s api:80\n',
  }
  assert.deepEqual(linkLines(files), ['lb#http:api -> api http'])
})

test('labels make links of Traefik to those that it routes to', () => {
  const files = {
    'compose.yml': `services:
  edge:
    image: traefik:v3
    labels: ["traefik.enable=true"]
  web:
    image: acme/web
    labels:
      - traefik.http.routers.web.rule=Host(\`x\`)
      - traefik.http.services.web.loadbalancer.server.port=3000
  api:
    image: acme/api
    labels: { traefik.enable: "true" }
  off:
    image: acme/off
    labels: { traefik.enable: "false", traefik.http.routers.off.rule: x }
  none:
    image: acme/none
`,
  }
  assert.deepEqual(linkLines(files), ['edge#http:api -> api http', 'edge#http:web -> web http'])
})

test('any text is answered', () => {
  const piece = fc.constantFrom(
    '{',
    '}',
    'reverse_proxy',
    'to',
    'backend b\n',
    'server',
    'ProxyPass',
    'http://a:80',
    '\n',
    ' ',
    '"',
    '${',
    '{$A',
    'clusters:',
    '[P]',
    'RewriteRule',
    '\\',
    ':',
    '- ',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 80 }), (parts) => {
      for (const reader of [caddyReader, haproxyReader, apacheReader, envoyReader])
        reader.read({ path: 'envoy.yaml', text: parts.join('') })
    }),
  )
})
