import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deploy } from '../../../deployments.ts'

const doc = (apiVersion: string, kind: string, rest: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x, namespace: shop }\n${rest}\n`

test('documents that lead the outside to Services, by their kinds', () => {
  const cases: readonly (readonly [text: string, exposed: readonly string[]])[] = [
    [
      doc('v1', 'Service', 'spec: { type: LoadBalancer, ports: [{ port: 80 }] }'),
      ['x:80 loadbalancer 4'],
    ],
    [doc('v1', 'Service', 'spec: { type: NodePort, ports: [{ port: 81 }] }'), ['x:81 nodeport 4']],
    [doc('v1', 'Service', 'spec: { ports: [{ port: 80 }] }'), []],
    [
      doc(
        'networking.k8s.io/v1',
        'Ingress',
        'spec:\n  defaultBackend: { service: { name: b, port: { number: 81 } } }\n  rules:\n    - http:\n        paths:\n          - backend: { service: { name: a, port: { number: 80 } } }\n          - path: /2\n            backend: { service: { name: a, port: { number: 80 } } }',
      ),
      ['a:80 ingress 9', 'b:81 ingress 5'],
    ],
    [
      doc(
        'extensions/v1beta1',
        'Ingress',
        'spec: { rules: [{ http: { paths: [{ backend: { serviceName: a, servicePort: http } }] } }] }',
      ),
      ['a: ingress 4'],
    ],
    [
      doc(
        'gateway.networking.k8s.io/v1',
        'HTTPRoute',
        'spec: { parentRefs: [{ name: g }], rules: [{ backendRefs: [{ name: a, port: 80 }, { kind: Other, name: b }] }] }',
      ),
      ['a:80 gateway 4'],
    ],
    [
      doc(
        'gateway.networking.k8s.io/v1',
        'GRPCRoute',
        'spec: { parentRefs: [{ kind: Service, name: g }], rules: [{ backendRefs: [{ name: a }] }] }',
      ),
      [],
    ],
    [
      doc(
        'networking.istio.io/v1',
        'VirtualService',
        'spec: { gateways: [g, mesh], http: [{ route: [{ destination: { host: a.shop.svc.cluster.local, port: { number: 80 } } }] }] }',
      ),
      ['a:80 gateway 4'],
    ],
    [
      doc(
        'networking.istio.io/v1',
        'VirtualService',
        'spec: { http: [{ route: [{ destination: { host: a } }] }] }',
      ),
      [],
    ],
    [
      doc(
        'traefik.io/v1alpha1',
        'IngressRoute',
        'spec: { routes: [{ services: [{ name: a, port: 80 }, { kind: TraefikService, name: b }] }] }',
      ),
      ['a:80 ingress 4'],
    ],
    [
      doc('route.openshift.io/v1', 'Route', 'spec: { to: { kind: Service, name: a } }'),
      ['a: ingress 4'],
    ],
    [
      doc(
        'serving.knative.dev/v1',
        'Service',
        'spec: { template: { spec: { containers: [{ image: i }] } } }',
      ),
      ['x: gateway 3'],
    ],
  ]
  for (const [text, exposed] of cases)
    assert.deepEqual(
      deploy({ 'k.yaml': text }).exposures?.map(
        (e) => `${e.host}:${e.port ?? ''} ${e.via} ${e.at.line}`,
      ),
      exposed,
      text,
    )
})

test('workloads: what is started, when, and under which names its ports go', () => {
  const pod = (rest: string) =>
    `template: { spec: { containers: [{ name: c, image: i, ${rest} }] } }`
  const unit = (kind: string, spec: string) =>
    deploy({
      'k.yaml': doc(kind === 'CronJob' ? 'batch/v1' : 'apps/v1', kind, `spec: { ${spec} }`),
    }).units?.[0]
  assert.deepEqual(
    unit('Deployment', pod('ports: [{ name: http, containerPort: 80 }]'))?.portNames,
    [{ name: 'http', port: 80 }],
  )
  assert.equal(
    unit('CronJob', `schedule: "@daily", jobTemplate: { spec: { ${pod('')} } }`)?.schedule,
    '@daily',
  )
  assert.equal(unit('DaemonSet', pod('ports: [{ containerPort: 80 }]'))?.name, 'x')
  // An agent that listens on nothing is nobody whom anybody talks to.
  assert.equal(unit('DaemonSet', pod(''))?.name, undefined)
})

test('variables: what comes from a Secret or a field is set, to nobody knows what', () => {
  const { bindings } = deploy({
    'k.yaml': doc(
      'v1',
      'Pod',
      `spec:
  volumes:
    - { name: v, configMap: { name: files } }
  containers:
    - name: c
      envFrom:
        - configMapRef: { name: all }
        - { prefix: P_, configMapRef: { name: other } }
        - secretRef: { name: hidden }
      env:
        - { name: A, value: "http://$(HOST):80" }
        - { name: B, valueFrom: { secretKeyRef: { name: s, key: k } } }
        - { name: C, valueFrom: { configMapKeyRef: { name: m, key: k } } }
        - { name: D, valueFrom: { fieldRef: { fieldPath: status.hostIP } } }`,
    ),
  })
  assert.deepEqual(
    bindings?.map((b) => [b.key, b.value.kind === 'name' ? b.value.name : b.value.kind]),
    [
      ['*', 'configfile/files'],
      ['*', 'configmap/all'],
      ['A', 'concat'],
      ['B', 'unknown'],
      ['C', 'configmap/m/k'],
      ['D', 'unknown'],
    ],
  )
})

test('files inside of a ConfigMap are read by their kind, at their lines', () => {
  const { bindings, code } = deploy({
    'k.yaml': `${doc(
      'v1',
      'ConfigMap',
      'data:\n  URL: http://a\n  app.properties: |\n    # x\n    ledger.url=http://ledger:80\n  application.yaml: |\n    ledger:\n      hosts: [one, two]\n  all.json: |\n    { "peer": "ledger:80" }\n  default.conf: |\n    server {\n      location / {\n        proxy_pass http://ledger:9000;\n      }\n    }\n',
    )}---\n${doc('v1', 'Pod', 'spec: { volumes: [{ configMap: { name: x } }], containers: [{ name: c }] }')}`,
  })
  assert.deepEqual(
    bindings
      ?.filter((b) => b.unit === 'configfile/x')
      .map((b) => [b.key, b.value.kind === 'literal' && b.value.value, b.at.line]),
    [
      ['ledger.url', 'http://ledger:80', 8],
      ['ledger.hosts[0]', 'one', 11],
      ['ledger.hosts[1]', 'two', 11],
    ],
  )
  assert.deepEqual(
    code?.map((c) => [c.lang, c.unit, c.endpoints.map((e) => e.at.line)]),
    [['nginx', 'x', [17]]],
  )
})

test('a Template of OpenShift is filled with its parameters', () => {
  const facts = deploy({
    't.yaml':
      'apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: { name: t }\nparameters:\n  - { name: APP, value: shop }\n  - { name: UNSET }\nobjects:\n  - apiVersion: apps.openshift.io/v1\n    kind: DeploymentConfig\n    metadata: { name: "${APP}-web" }\n    spec: { template: { spec: { containers: [{ image: "${APP}:${UNSET}" }] } } }\n',
  })
  assert.deepEqual(
    facts.units?.map((u) => [u.name, u.image]),
    [['shop-web', 'shop:${UNSET}']],
  )
})

test('documents of public operators stand for the datastore that they make', () => {
  const facts = deploy({ 'k.yaml': doc('postgresql.cnpg.io/v1', 'Cluster', 'spec: {}') })
  assert.deepEqual(
    facts.units?.map((u) => [u.name, u.image, u.ports]),
    [['x', 'postgresql', [5432]]],
  )
  assert.ok(facts.hosts?.some((h) => h.name === 'x-rw'))
})

test('what tests deploy counts only where nothing else is deployed', () => {
  const pod = (name: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name} }\n`
  const names = (files: Record<string, string>) => deploy(files).units?.map((u) => u.name)
  assert.deepEqual(names({ 'k/a.yaml': pod('a'), 'e2e/b.yaml': pod('b') }), ['a'])
  assert.deepEqual(names({ 'e2e/b.yaml': pod('b') }), ['b'])
})
