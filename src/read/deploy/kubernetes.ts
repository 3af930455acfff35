import { diagnostic } from '../../core/diag/diagnostic.ts'
import type { CodeFacts } from '../../core/model/code.ts'
import type { Binding, HostName, ServiceKind, Unit } from '../../core/model/deployment.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { folderOf } from '../../core/model/path.ts'
import { interpolate } from '../template.ts'
import { parseYaml, type Yaml } from '../yaml/document.ts'
import { textUses } from './text.ts'

const workloads = new Map<string, ServiceKind>([
  ['Deployment', 'service'],
  ['StatefulSet', 'service'],
  ['ReplicaSet', 'service'],
  ['Pod', 'service'],
  ['Rollout', 'service'],
  ['DeploymentConfig', 'service'],
  ['ReplicationController', 'service'],
  ['Job', 'job'],
  ['CronJob', 'job'],
])

const podOf = (doc: Yaml, kind: string): Yaml => {
  if (kind === 'Pod') return doc
  return kind === 'CronJob'
    ? doc.get('spec', 'jobTemplate', 'spec', 'template')
    : doc.get('spec', 'template')
}

const labelsOf = (node: Yaml): string[] =>
  node.entries().flatMap(([k, v]) => (v.text === undefined ? [] : [`${k}=${v.text}`]))
const containersOf = (pod: Yaml): readonly Yaml[] => [
  ...pod.get('spec', 'containers').items(),
  ...pod.get('spec', 'initContainers').items(),
]

const envValue = (env: Yaml): Binding['value'] | undefined => {
  const value = env.get('value')
  if (value.text !== undefined) return interpolate(value.text, 'kubernetes', value.line)
  const ref = env.get('valueFrom', 'configMapKeyRef')
  return ref.exists
    ? { kind: 'name', name: `configmap/${ref.get('name').text ?? ''}/${ref.get('key').text ?? ''}` }
    : undefined
}

const containerBindings = (
  container: Yaml,
  owner: { deployment: string; unit: string },
): Binding[] => {
  const own = container
    .get('env')
    .items()
    .flatMap((env): Binding[] => {
      const key = env.get('name').text
      const value = envValue(env)
      return key === undefined || value === undefined
        ? []
        : [{ ...owner, key, value, at: env.get('value').exists ? env.get('value').line : env.line }]
    })
  const from = container
    .get('envFrom')
    .items()
    .flatMap((f): Binding[] => {
      const name = f.get('configMapRef', 'name').text
      return name === undefined
        ? []
        : [{ ...owner, key: '*', value: { kind: 'name', name: `configmap/${name}` }, at: f.line }]
    })
  return [...own, ...from]
}

type Resource = {
  readonly doc: Yaml
  readonly kind: string
  readonly name: string
  readonly deployment: string
  readonly path: string
}

const workload = ({ doc, kind, name, deployment, path }: Resource): Facts => {
  const pod = podOf(doc, kind)
  const containers = containersOf(pod)
  const main = pod.get('spec', 'containers').items()[0]
  const image = main?.get('image').text
  const ports = containers
    .flatMap((c) => c.get('ports').items())
    .flatMap((p) => Number(p.get('containerPort').text) || [])
  const unit: Unit = {
    deployment,
    name,
    origin: 'kubernetes',
    aliases: [],
    ...(image === undefined ? {} : { image }),
    ports: [...new Set(ports)],
    labels: labelsOf(pod.get('metadata', 'labels')),
    kind: workloads.get(kind) ?? 'service',
    at: doc.get('metadata', 'name').line,
  }
  const code: CodeFacts[] = containers.flatMap((c) =>
    textUses({
      path,
      lang: 'kubernetes',
      unit: name,
      texts: [c.get('command'), c.get('args')].flatMap((n) =>
        n.items().map((i) => ({ text: i.text ?? '', at: i.line })),
      ),
    }),
  )
  return {
    units: [unit],
    bindings: containers.flatMap((c) => containerBindings(c, { deployment, unit: name })),
    code,
  }
}

const hostName = ({ doc, name, deployment }: Resource): HostName => ({
  deployment,
  name,
  selector: labelsOf(doc.get('spec', 'selector')),
  at: doc.get('metadata', 'name').line,
  ports: doc
    .get('spec', 'ports')
    .items()
    .flatMap((p) => {
      const port = Number(p.get('port').text)
      const target = p.get('targetPort').text
      return port > 0
        ? [
            {
              port,
              ...(target === undefined
                ? {}
                : { target: /^\d+$/.test(target) ? Number(target) : target }),
            },
          ]
        : []
    }),
})

const configMap = ({ doc, name, deployment }: Resource): Binding[] =>
  doc
    .get('data')
    .entries()
    .flatMap(([key, v]) =>
      v.text === undefined || v.text.length > 500
        ? []
        : [
            {
              deployment,
              unit: `configmap/${name}`,
              key,
              value: interpolate(v.text, 'kubernetes', v.line),
              at: v.line,
            },
          ],
    )

const resourceFacts = (r: Resource): Facts => {
  if (workloads.has(r.kind)) return workload(r)
  if (r.kind === 'Service') return { hosts: [hostName(r)] }
  return r.kind === 'ConfigMap' ? { bindings: configMap(r) } : {}
}

const isTemplate = (text: string): boolean => /\{\{[^}]*\}\}/.test(text)

const read = (file: SourceFile): Facts => {
  if (!/^kind:\s*\S/m.test(file.text) || !/^apiVersion:/m.test(file.text)) return {}
  if (isTemplate(file.text))
    return {
      diagnostics: [
        diagnostic('RTT1015', 'this Kubernetes template was not evaluated', {
          at: { path: file.path, line: 1 },
        }),
      ],
    }
  const { roots, diagnostics } = parseYaml(file)
  const deployment = `kubernetes:${folderOf(file.path)}`
  const docs = roots.flatMap((r) => (r.get('kind').text === 'List' ? r.get('items').items() : [r]))
  const facts = docs.flatMap((doc) => {
    const kind = doc.get('kind').text
    const name = doc.get('metadata', 'name').text
    return kind === undefined || name === undefined
      ? []
      : [resourceFacts({ doc, kind, name, deployment, path: file.path })]
  })
  return {
    units: facts.flatMap((f) => f.units ?? []),
    hosts: facts.flatMap((f) => f.hosts ?? []),
    bindings: facts.flatMap((f) => f.bindings ?? []),
    code: facts.flatMap((f) => f.code ?? []),
    diagnostics,
    volatile: true,
  }
}

/** Plain Kubernetes YAML: workloads, Services, ConfigMaps. Secrets are never opened. */
export const kubernetesReader: Reader = {
  id: 'kubernetes',
  version: 1,
  read,
  accepts: (path) => /\.ya?ml$/i.test(path),
}
