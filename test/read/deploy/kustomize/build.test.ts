import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deploy, problems } from '../../../deployments.ts'

const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: { tier: front }
spec:
  template:
    spec:
      containers:
        - name: web
          image: acme/web:1
          env:
            - name: A
              value: base
            - name: B
              value: base
      volumes: []
`
const service =
  'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector: { app: web }\n'

const overlay = (kustomization: string, more: Readonly<Record<string, string>> = {}) =>
  deploy({
    'k/base/kustomization.yaml': 'resources:\n  - web.yaml\n  - svc.yaml\n',
    'k/base/web.yaml': web,
    'k/base/svc.yaml': service,
    'k/prod/kustomization.yaml': kustomization,
    ...more,
  })

const env = (facts: ReturnType<typeof deploy>): string[] =>
  (facts.bindings ?? [])
    .filter((b) => b.unit.endsWith('web'))
    .map(
      (b) =>
        `${b.key}=${b.value.kind === 'literal' ? b.value.value : b.value.kind} ${b.at.path}:${b.at.line}`,
    )
    .sort()

test('an overlay is the deployment; its base and its patches are none of their own', () => {
  const facts = overlay('resources: [../base]\npatches:\n  - path: patch.yaml\n', {
    'k/prod/patch.yaml':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          env:\n            - name: B\n              value: prod\n            - name: C\n              value: new\n',
  })
  assert.deepEqual(
    facts.units?.map((u) => `${u.deployment} ${u.name} ${u.at.path}:${u.at.line}`),
    ['kustomize:k/prod web k/base/web.yaml:4'],
  )
  assert.deepEqual(env(facts), [
    'A=base k/base/web.yaml:14',
    'B=prod k/prod/patch.yaml:12',
    'C=new k/prod/patch.yaml:14',
  ])
})

test('each kind of patch finds its documents', () => {
  const json =
    '      - op: replace\n        path: /spec/template/spec/containers/0/env/0/value\n        value: json\n'
  const merge =
    '      kind: Deployment\n      metadata: { name: any }\n      spec: { template: { spec: { containers: [{ name: web, env: [{ name: A, value: merged }] }] } } }\n'
  const line = (patch: string): string => env(overlay(`resources: [../base]\n${patch}`))[0]!
  const target = (t: string, body: string) => `patches:\n  - target: ${t}\n    patch: |-\n${body}`
  for (const [patch, first] of [
    [target('{ kind: Deployment, name: web }', json), 'A=json k/prod/kustomization.yaml:7'],
    [target('{ kind: Deployment, name: "w.*" }', merge), 'A=merged k/prod/kustomization.yaml:7'],
    [target('{ labelSelector: tier=front }', json), 'A=json k/prod/kustomization.yaml:7'],
    [target('{ kind: Deployment, name: other }', json), 'A=base k/base/web.yaml:14'],
    [target('{ labelSelector: tier!=front }', json), 'A=base k/base/web.yaml:14'],
    [
      'patchesJson6902:\n  - target: { kind: Deployment, name: web }\n    patch: |-\n      - op: remove\n        path: /spec/template/spec/containers/0/env/0\n',
      'B=base k/base/web.yaml:16',
    ],
    [
      'patchesStrategicMerge:\n  - |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: { name: web }\n    spec: { template: { spec: { containers: [{ name: web, env: [{ name: A, $patch: delete }] }] } } }\n',
      'B=base k/base/web.yaml:16',
    ],
  ] as const)
    assert.equal(line(patch), first, patch)
})

test('a patch can take a document away', () => {
  const facts = overlay(
    'resources: [../base]\npatches:\n  - patch: |-\n      $patch: delete\n      apiVersion: v1\n      kind: Service\n      metadata: { name: web }\n',
  )
  assert.deepEqual(facts.hosts, [])
  assert.equal(facts.units?.length, 1)
})

test('prefixes, images, generated ConfigMaps and variables', () => {
  const facts = overlay(
    `resources: [../base, extra.yaml]
namePrefix: live-
images: [{ name: acme/web, newName: mirror/web, newTag: "2" }]
configMapGenerator:
  - name: settings
    literals: ["URL=http://ledger:80"]
    envs: [more.env]
vars:
  - name: WEB
    objref: { kind: Service, name: web, apiVersion: v1 }
`,
    {
      'k/prod/more.env': '# shop\nMODE=fast\n',
      'k/prod/extra.yaml':
        'apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: clean\nspec:\n  schedule: "0 3 * * *"\n  jobTemplate:\n    spec:\n      template:\n        spec:\n          containers:\n            - name: c\n              image: i\n              envFrom: [{ configMapRef: { name: settings } }]\n              env: [{ name: PEER, value: "http://$(WEB):80" }]\n',
    },
  )
  assert.deepEqual(
    facts.units?.map((u) => [u.name, u.service, u.image, u.schedule]),
    [
      ['live-web', 'web', 'mirror/web:2', undefined],
      ['live-clean', 'clean', 'i', '0 3 * * *'],
    ],
  )
  assert.deepEqual(
    facts.bindings
      ?.filter((b) => !b.unit.endsWith('web'))
      .map((b) => [b.unit, b.key, b.value.kind === 'literal' ? b.value.value : b.value, b.at.path]),
    [
      ['live-clean', '*', { kind: 'name', name: 'configmap/live-settings' }, 'k/prod/extra.yaml'],
      ['live-clean', 'PEER', 'http://live-web:80', 'k/prod/extra.yaml'],
      ['configmap/live-settings', 'MODE', 'fast', 'k/prod/more.env'],
      ['configmap/live-settings', 'URL', 'http://ledger:80', 'k/prod/kustomization.yaml'],
    ],
  )
})

test('components patch what is there; one that nobody uses stands for itself', () => {
  const component =
    'kind: Component\nresources: [store.yaml]\npatches:\n  - target: { kind: Deployment, name: web }\n    patch: |-\n      - op: add\n        path: /spec/template/spec/containers/0/env/-\n        value: { name: STORE, value: "store:6379" }\n'
  const store = 'apiVersion: v1\nkind: Pod\nmetadata: { name: store }\n'
  const used = overlay('resources: [../base]\ncomponents: [../c]\n', {
    'k/c/kustomization.yaml': component,
    'k/c/store.yaml': store,
  })
  assert.deepEqual(used.units?.map((u) => u.name).sort(), ['store', 'web'])
  assert.ok(env(used).some((e) => e.startsWith('STORE=store:6379')))
  const unused = overlay('resources: [../base]\n', {
    'k/c/kustomization.yaml': component,
    'k/c/store.yaml': store,
  })
  assert.deepEqual(unused.units?.map((u) => `${u.deployment} ${u.name}`).sort(), [
    'kustomize:k/c store',
    'kustomize:k/prod web',
  ])
})

test('kustomizations that take each other in, or grow without end, are read in time', () => {
  const started = process.hrtime.bigint()
  const files: Record<string, string> = {
    'a/kustomization.yaml': 'resources: [../b, web.yaml]\n',
    'a/web.yaml': web,
    'b/kustomization.yaml': 'resources: [../a]\n',
    'c/kustomization.yaml': 'resources: [../a]\n',
  }
  for (let i = 0; i < 12; i++)
    files[`x${i}/kustomization.yaml`] =
      `namePrefix: p-\nresources: [${Array.from({ length: 8 }, () => `../x${i + 1}`).join(', ')}]\n`
  files['x12/kustomization.yaml'] = 'resources: [web.yaml]\n'
  files['x12/web.yaml'] = web
  const facts = deploy(files)
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 2500)
  assert.ok(facts.units?.some((u) => u.deployment === 'kustomize:c' && u.name === 'web'))
  assert.ok(problems(facts).every((p) => p.startsWith('RTT1015 x0/kustomization.yaml:1 ')))
})
