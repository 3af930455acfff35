import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deploy } from '../../../deployments.ts'
import { linkLines } from '../../../links.ts'

const indent = (text: string): string => text.trim().replace(/^/gm, '    ')
const map = (file: string, text: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: conf }\ndata:\n  ${file}: |\n${indent(text)}\n`
const deployment = (name: string, more: string): string =>
  `---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec:\n      containers:\n        - name: c\n          image: acme/${name}\n${more}---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: ${name} }, ports: [{ port: 80 }] }\n`
const mounting = (name: string): string =>
  deployment(
    name,
    '          volumeMounts: [{ name: v, mountPath: /etc/app }]\n      volumes: [{ name: v, configMap: { name: conf } }]\n',
  )

const settings = 'peer:\n  url: http://cart:80\n'
const lines = (...names: string[]) =>
  linkLines({
    'k8s/all.yaml': `${map('config.yaml', settings)}${names.map(mounting).join('')}${deployment('cart', '')}`,
  })

test('settings in a ConfigMap are of the one that mounts it, and of nobody if several do', () => {
  assert.deepEqual(lines('web'), ['web#http:cart -> cart http'])
  assert.deepEqual(lines('web', 'mail'), [])
  assert.deepEqual(lines(), [])
})

test('a proxy in a ConfigMap speaks for all that mount it', () => {
  const nginx = 'server {\n  location / { proxy_pass http://cart:80; }\n}\n'
  const files = {
    'k8s/all.yaml': `${map('default.conf', nginx)}${mounting('web')}${mounting('mail')}${deployment('cart', '')}`,
  }
  assert.deepEqual(linkLines(files), ['mail#http:cart -> cart http', 'web#http:cart -> cart http'])
})

test('what a ConfigMap says stands at the line of its file', () => {
  const { code } = deploy({ 'k8s/all.yaml': `${map('config.yaml', settings)}${mounting('web')}` })
  const found = (code ?? []).flatMap((c) => c.endpoints.map((e) => [c.path, c.unit, e.at.line]))
  assert.deepEqual(found, [['k8s/all.yaml', 'web', 7]])
})
