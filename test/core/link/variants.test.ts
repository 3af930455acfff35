import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkFiles } from '../../links.ts'

const pod = (name: string, labels: string, container: string): string =>
  `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    metadata: { labels: { ${labels} } }\n    spec: { containers: [{ name: c, ${container} }] }\n`
const service = (name: string, selector: string, rest = ''): string =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { ${selector} }, ports: [{ port: 80, targetPort: 8080 }]${rest} }\n`

const names = (files: Readonly<Record<string, string>>): string[] =>
  linkFiles(files).services.map((s) => s.name)

test('versions of one service behind one host are one service', () => {
  const web = 'image: "acme/web:1", ports: [{ containerPort: 8080 }]'
  const subset =
    '---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: d }\nspec: { host: pay.shop.svc.cluster.local, subsets: [{ name: a, labels: { stage: prod } }, { name: b, labels: { stage: test } }] }\n'
  for (const [files, expected] of [
    // The same image behind the same Service.
    [
      {
        'k.yaml':
          service('web', 'app: web') +
          pod('web', 'app: web', web) +
          pod('web-canary', 'app: web', web.replace('1', '2')),
      },
      ['web'],
    ],
    // A worker of the same image listens on nothing.
    [
      {
        'k.yaml':
          service('web', 'app: web') +
          pod('web', 'app: web', web) +
          pod('worker', 'app: web', 'image: acme/web'),
      },
      ['web', 'worker'],
    ],
    // Other images behind a Service that is too wide.
    [
      {
        'k.yaml':
          service('web', 'app: web') +
          pod('web', 'app: web', web) +
          pod('api', 'app: web', 'image: acme/api, ports: [{ containerPort: 8080 }]'),
      },
      ['api', 'web'],
    ],
    // The label says which version it is.
    [
      {
        'k.yaml':
          service('reviews', 'app: r') +
          pod('reviews-v1', 'app: r, version: v1', 'image: r1') +
          pod('reviews-v2', 'app: r, version: v2', 'image: r2'),
      },
      ['reviews'],
    ],
    // Istio tells them apart, in another folder.
    [
      {
        'k.yaml': service('pay', 'app: pay') + pod('pay', 'app: pay, stage: prod', 'image: pay'),
        'istio/fix.yaml': pod('pay-fix', 'app: pay, stage: test', 'image: pay-fix') + subset,
      },
      ['pay'],
    ],
    [
      {
        'k.yaml': service('pay', 'app: pay') + pod('pay', 'app: pay, stage: prod', 'image: pay'),
        'istio/fix.yaml': pod('pay-fix', 'app: pay, stage: test', 'image: pay-fix'),
      },
      ['pay', 'pay-fix'],
    ],
  ] as const)
    assert.deepEqual(names(files as Record<string, string>), expected)
})

test('host names: namespaces, pods of a StatefulSet, external names, Services kept in another folder', () => {
  const { universe } = linkFiles({
    'k8s/pods/a.yaml': pod('store', 'app: store', 'image: redis'),
    'k8s/svc/a.yaml':
      service('cache', 'app: store') +
      '---\napiVersion: v1\nkind: Service\nmetadata: { name: old, namespace: shop }\nspec: { type: ExternalName, externalName: cache.shop.svc.cluster.local }\n' +
      '---\napiVersion: v1\nkind: Service\nmetadata: { name: far }\nspec: { type: ExternalName, externalName: db.example.com }\n',
  })
  for (const [host, to] of [
    ['cache', 'store'],
    ['cache.shop.svc', 'store'],
    ['cache.shop.svc.cluster.local', 'store'],
    ['store-0.cache', 'store'],
    ['store-0.cache.shop.svc.cluster.local', 'store'],
    ['old', 'store'],
    ['old.shop', 'store'],
    ['old.example', undefined],
    ['far', undefined],
  ] as const)
    assert.equal(universe.serviceAt(host, 'kubernetes:k8s/pods'), to, host)
})

test('a Service in front of several services leads to the one of its name, or with its port, or to none', () => {
  const to = (name: string, first: string, second: string) =>
    linkFiles({
      'k.yaml':
        service(name, 'app: x') +
        pod('a', 'app: x', `image: a${first}`) +
        pod('b', 'app: x', `image: b${second}`),
    }).universe.serviceAt(name, 'kubernetes:')
  const port = ', ports: [{ containerPort: 8080 }]'
  assert.equal(to('b', '', ''), 'b')
  assert.equal(to('front', '', port), 'b')
  assert.equal(to('front', port, port), undefined)
})

test('a service says where it is let out', () => {
  const { services } = linkFiles({
    'k8s/web.yaml':
      service('front', 'app: web') +
      pod('web', 'app: web', 'image: w') +
      pod('inner', 'app: i', 'image: i'),
    'k8s/in.yaml':
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: i }\nspec:\n  defaultBackend:\n    service: { name: front, port: { number: 80 } }\n',
    'compose.yaml':
      'services:\n  open:\n    image: a\n    ports:\n      - "80:80"\n  local:\n    image: b\n    ports: ["127.0.0.1:81:80"]\n',
  })
  assert.deepEqual(
    services.map((s) => [s.name, s.exposedAt && `${s.exposedAt.path}:${s.exposedAt.line}`]),
    [
      ['inner', undefined],
      ['local', undefined],
      ['open', 'compose.yaml:5'],
      ['web', 'k8s/in.yaml:6'],
    ],
  )
})
