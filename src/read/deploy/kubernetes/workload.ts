import type { CodeFacts } from '../../../core/model/code.ts'
import type { Binding, ServiceKind, Unit } from '../../../core/model/deployment.ts'
import { unknown } from '../../../core/model/expression.ts'
import type { Facts } from '../../../core/model/facts.ts'
import type { Yaml } from '../../yaml/document.ts'
import { podClaims } from '../claims.ts'
import { commandWords } from '../command.ts'
import { hole } from '../helm/value.ts'
import { textUses } from '../text.ts'
import { pairsOf, type Resource, toExpression } from './resource.ts'

const kinds: ReadonlyMap<string, ServiceKind> = new Map([
  ['Deployment', 'service'],
  ['StatefulSet', 'service'],
  ['DaemonSet', 'service'],
  ['ReplicaSet', 'service'],
  ['Pod', 'service'],
  ['Rollout', 'service'],
  ['CloneSet', 'service'],
  ['DeploymentConfig', 'service'],
  ['ReplicationController', 'service'],
  ['Job', 'job'],
  ['CronJob', 'job'],
])

/** Knative calls what it runs a Service, too. */
const isKnative = (r: Pick<Resource, 'kind' | 'group'>): boolean =>
  r.kind === 'Service' && r.group === 'serving.knative.dev'

/** True for documents that start something. */
export const isWorkload = (r: Pick<Resource, 'kind' | 'group'>): boolean =>
  kinds.has(r.kind) || isKnative(r)

/** The pod, or the template of one, of a workload. */
const podOf = ({ doc, kind }: Resource): Yaml => {
  if (kind === 'Pod') return doc
  return kind === 'CronJob'
    ? doc.get('spec', 'jobTemplate', 'spec', 'template')
    : doc.get('spec', 'template')
}

const envValue = (env: Yaml): Binding['value'] | undefined => {
  const value = env.get('value')
  if (value.text !== undefined) return toExpression(value.text, value.line)
  const from = env.get('valueFrom')
  const ref = from.get('configMapKeyRef')
  if (ref.exists)
    return {
      kind: 'name',
      name: `configmap/${ref.get('name').text ?? ''}/${ref.get('key').text ?? ''}`,
    }
  // A Secret, or a field of the pod: it is set, and to what is not looked at.
  return from.exists ? unknown : undefined
}

type Owner = { readonly deployment: string; readonly unit: string }

const ownBindings = (container: Yaml, owner: Owner): Binding[] =>
  container
    .get('env')
    .items()
    .flatMap((env): Binding[] => {
      const key = env.get('name').text
      const value = envValue(env)
      return key === undefined || value === undefined
        ? []
        : [{ ...owner, key, value, at: env.get('value').exists ? env.get('value').line : env.line }]
    })

const takenBindings = (container: Yaml, owner: Owner): Binding[] =>
  container
    .get('envFrom')
    .items()
    .flatMap((f): Binding[] => {
      const name = f.get('configMapRef', 'name').text
      return name === undefined || f.get('prefix').exists
        ? []
        : [{ ...owner, key: '*', value: { kind: 'name', name: `configmap/${name}` }, at: f.line }]
    })

const volumesOf = (pod: Yaml): readonly { name: string; at: Binding['at'] }[] =>
  pod
    .get('spec', 'volumes')
    .items()
    .flatMap((v) => [v, ...v.get('projected', 'sources').items()])
    .flatMap((v) => {
      const name = v.get('configMap', 'name')
      return name.text === undefined ? [] : [{ name: name.text, at: name.line }]
    })

/** Name under which the files of a ConfigMap are bound. */
export const configFile = (name: string): string => `configfile/${name}`

const portsOf = (containers: readonly Yaml[]) =>
  containers
    .flatMap((c) => c.get('ports').items())
    .flatMap((p) => {
      const port = Number(p.get('containerPort').text)
      return port > 0 && port < 65_536 ? [{ port, name: p.get('name').text }] : []
    })

const wordsOf = (containers: readonly Yaml[]): { words?: readonly string[] } => {
  const texts = containers.flatMap((c) => [...c.get('command').texts, ...c.get('args').texts])
  const words = commandWords(texts.join(' '))
  return words.length > 0 ? { words } : {}
}

const unitOf = (r: Resource, pod: Yaml): Unit => {
  const main = pod.get('spec', 'containers').items()
  const containers = [...main, ...pod.get('spec', 'initContainers').items()]
  const image = main[0]?.get('image').text?.replaceAll(hole, '')
  const ports = portsOf(containers)
  const named = ports.flatMap((p) => (p.name === undefined ? [] : [{ name: p.name, port: p.port }]))
  const schedule = r.kind === 'CronJob' ? r.doc.get('spec', 'schedule').text : undefined
  return {
    deployment: r.deployment,
    name: r.name,
    origin: 'kubernetes',
    aliases: [],
    ...(image ? { image } : {}),
    ports: [...new Set(ports.map((p) => p.port))],
    labels: pairsOf(pod.get('metadata', 'labels')),
    kind: kinds.get(r.kind) ?? 'service',
    ...podClaims(main),
    ...wordsOf(main),
    ...(named.length > 0 ? { portNames: named } : {}),
    ...(schedule === undefined ? {} : { schedule }),
    at: r.doc.get('metadata', 'name').line,
  }
}

const codeOf = (r: Resource, containers: readonly Yaml[]): CodeFacts[] =>
  containers.flatMap((c) =>
    textUses({
      path: r.path,
      lang: 'kubernetes',
      unit: r.name,
      texts: [c.get('command'), c.get('args')].flatMap((n) =>
        n.items().map((i) => ({ text: i.text ?? '', at: i.line })),
      ),
    }),
  )

/** A workload: what it starts, with which environment, and what its command line says. */
export const workloadFacts = (r: Resource): Facts => {
  const pod = podOf(r)
  // An agent of every node that listens on nothing is part of the machine, not of who talks to whom.
  if (r.kind === 'DaemonSet' && portsOf(pod.get('spec', 'containers').items()).length === 0)
    return {}
  const containers = [
    ...pod.get('spec', 'initContainers').items(),
    ...pod.get('spec', 'containers').items(),
  ]
  const owner = { deployment: r.deployment, unit: r.name }
  const mounted = volumesOf(pod).map(
    (v): Binding => ({
      ...owner,
      key: '*',
      value: { kind: 'name', name: configFile(v.name) },
      at: v.at,
    }),
  )
  return {
    units: [unitOf(r, pod)],
    bindings: [
      ...mounted,
      ...containers.flatMap((c) => [...takenBindings(c, owner), ...ownBindings(c, owner)]),
    ],
    code: codeOf(r, containers),
    ...(isKnative(r)
      ? {
          exposures: [
            {
              deployment: r.deployment,
              host: r.name,
              via: 'gateway',
              at: r.doc.get('metadata', 'name').line,
            },
          ],
        }
      : {}),
  }
}
