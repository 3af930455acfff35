import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Facts } from '../../../../src/core/model/facts.ts'
import { deploy, problems } from '../../../deployments.ts'
import { linkLines } from '../../../links.ts'

const deployment = (name: string, more = ''): string =>
  `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    metadata:
      labels: { app: ${name} }
    spec:
      containers:
        - name: main
          image: "{{ .Values.image }}"
${more}`

const units = (facts: Facts): string[] =>
  (facts.units ?? []).map((u) => `${u.deployment} ${u.name} ${u.image}`)

test('a chart is a deployment: names, images and variables come from its values, places from its templates', () => {
  const facts = deploy({
    'deploy/shop/Chart.yaml': 'apiVersion: v2\nname: shop\n',
    'deploy/shop/values.yaml':
      'image: acme/web\nledger:\n  port: 9000\nenv:\n  - name: MODE\n    value: fast\n',
    'deploy/shop/templates/_helpers.tpl':
      '{{- define "shop.fullname" -}}\n{{- .Release.Name | trunc 63 | trimSuffix "-" }}-web\n{{- end }}\n',
    'deploy/shop/templates/web.yaml': deployment(
      '{{ include "shop.fullname" . }}',
      `          env:
            {{- toYaml .Values.env | nindent 12 }}
            - name: LEDGER
              value: "ledger:{{ .Values.ledger.port }}"
            - name: PASSWORD
              valueFrom: { secretKeyRef: { name: s, key: k } }
            - name: TOKEN
              value: {{ randAlphaNum 8 }}
`,
    ),
  })
  assert.deepEqual(problems(facts), [])
  assert.deepEqual(units(facts), ['helm:deploy/shop shop-web acme/web'])
  assert.equal(facts.units?.[0]?.at.line, 4)
  assert.deepEqual(
    facts.bindings?.map((b) => [b.key, b.value, b.at.line]),
    [
      ['MODE', { kind: 'literal', value: 'fast' }, 14],
      ['LEDGER', { kind: 'literal', value: 'ledger:9000' }, 16],
      ['PASSWORD', { kind: 'unknown' }, 17],
      ['TOKEN', { kind: 'unknown' }, 20],
    ],
  )
  assert.ok(facts.bindings?.every((b) => b.at.path === 'deploy/shop/templates/web.yaml'))
})

test('charts in charts/ and file:// take values under their name or alias, and global; conditions leave them out', () => {
  const pod =
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Chart.Name }}-{{ .Values.kind }}-{{ .Values.global.env }}\n'
  const facts = deploy({
    'top/Chart.yaml':
      'name: top\ndependencies:\n  - name: db\n    alias: store\n  - name: db\n    alias: spare\n    condition: spare.enabled\n  - name: far\n    repository: file://../far\n',
    'top/values.yaml':
      'global: { env: live }\nstore: { kind: big }\nspare: { enabled: false }\nloose: { kind: free }\n',
    'top/charts/db/Chart.yaml': 'name: db\n',
    'top/charts/db/values.yaml': 'kind: small\nglobal: { env: test }\n',
    'top/charts/db/templates/pod.yaml': pod,
    'top/charts/loose/Chart.yaml': 'name: loose\n',
    'top/charts/loose/templates/pod.yaml': pod,
    'far/Chart.yaml': 'name: far\n',
    'far/values.yaml': 'kind: own\n',
    'far/templates/pod.yaml': pod,
  })
  assert.deepEqual(problems(facts), [])
  assert.deepEqual(facts.units?.map((u) => `${u.deployment} ${u.name}`).sort(), [
    'helm:top far-own-live',
    'helm:top loose-free-live',
    'helm:top store-big-live',
  ])
})

test('a public chart that is not in the repository stands for what it starts, unless it is off', () => {
  const facts = deploy({
    'c/Chart.yaml':
      'name: shop\ndependencies:\n  - name: postgresql\n    repository: https://charts.example.com\n    condition: postgresql.enabled\n  - name: redis\n    repository: oci://x\n    condition: redis.enabled\n  - name: unheard-of\n    repository: https://x\n',
    'c/values.yaml': 'postgresql: { enabled: true }\nredis: { enabled: false }\n',
  })
  assert.deepEqual(units(facts), ['helm:c shop-postgresql postgresql'])
  assert.ok(facts.hosts?.some((h) => h.name === 'shop-postgresql-hl'))
})

test('what a chart names after its release joins what others name without it', () => {
  const files = {
    'compose.yaml':
      'services:\n  web:\n    build: ./web\n    environment: { LEDGER: "ledger:9000" }\n  ledger:\n    build: ./ledger\n',
    'web/app.py': 'import os\nurl = os.environ["LEDGER"]\n',
    'chart/Chart.yaml': 'name: shop\n',
    'chart/templates/a.yaml': `${deployment('{{ .Release.Name }}-web').replace('"{{ .Values.image }}"', 'acme/web')}`,
  }
  assert.deepEqual(linkLines(files), ['web#LEDGER -> ledger http'])
})

test('a test that Helm runs is no part of a release, and a Secret is not opened', () => {
  const facts = deploy({
    'c/Chart.yaml': 'name: c\n',
    'c/values.yaml': 'pw: hunter2\n',
    'c/templates/tests/t.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Chart.Name }}-try\n  annotations:\n    "helm.sh/hook": test\n',
    'c/templates/s.yaml':
      'apiVersion: v1\nkind: Secret\nmetadata: { name: s }\nstringData:\n  p: {{ .Values.pw }}\n',
  })
  assert.deepEqual(facts.units, [])
  assert.doesNotMatch(JSON.stringify(facts), /hunter2/)
})

test('a template in no chart is noted, one that prints no name or no YAML is said to', () => {
  const template = 'apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n'
  assert.deepEqual(problems(deploy({ 't.yaml': template })), [
    'RTT1015 t.yaml:1 this Kubernetes template was not evaluated: it is in no chart',
  ])
  const facts = deploy({
    'c/Chart.yaml': 'name: c\n',
    'c/templates/a.yaml': 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ uuidv4 }}\n',
    'c/templates/b.yaml': 'kind: Pod\na: {{ .Chart.Name }}: b: [\n',
  })
  assert.deepEqual(problems(facts), [
    'RTT1015 c/templates/a.yaml:4 this Kubernetes template was evaluated only in part: a name is not known',
    'RTT1015 c/templates/b.yaml:2 this Kubernetes template was evaluated only in part: what it prints is no YAML',
  ])
})

test('charts that take each other in, and charts without end, are read in time', () => {
  const started = process.hrtime.bigint()
  const files: Record<string, string> = {
    'a/Chart.yaml': 'name: a\ndependencies: [{ name: b, repository: "file://../b" }]\n',
    'b/Chart.yaml': 'name: b\ndependencies: [{ name: a, repository: "file://../a" }]\n',
  }
  for (let i = 0; i < 6; i++)
    files[`x${i}/Chart.yaml`] =
      `name: x${i}\ndependencies:\n${Array.from({ length: 10 }, (_, n) => `  - { name: x${i + 1}, alias: a${n}, repository: "file://../x${i + 1}" }\n`).join('')}`
  files['x6/Chart.yaml'] = 'name: x6\n'
  deploy(files)
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 1500)
})
