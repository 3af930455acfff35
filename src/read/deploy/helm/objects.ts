import { baseOf } from '../../../core/model/path.ts'
import { isChartData } from '../manifest.ts'
import type { Chart } from './chart.ts'
import { toYaml } from './encode.ts'
import { textAt } from './functions/function.ts'
import type { Instance } from './instance.ts'
import { FileMap, Method, unknown, type Value, type ValueMap } from './value.ts'

const map = (entries: Readonly<Record<string, Value>>): ValueMap => new Map(Object.entries(entries))

const kubeVersion = 'v1.31.0'

/** Groups that every cluster has; those of operators and gateways are there only where installed. */
const builtIn =
  /^(?:v1|(?:apps|batch|autoscaling|policy|(?:networking|rbac\.authorization|storage|coordination|discovery|scheduling|admissionregistration|apiextensions|apiregistration|certificates|events|node|flowcontrol\.apiserver|authentication|authorization)\.k8s\.io)\/v\d+)(?:\/\w+)?$/

const hasVersion = new Method((args) => builtIn.test(textAt(args, 0)))

const capabilities = (): ValueMap =>
  map({
    KubeVersion: map({ Version: kubeVersion, GitVersion: kubeVersion, Major: '1', Minor: '31' }),
    APIVersions: map({ Has: hasVersion }),
    HelmVersion: map({ Version: 'v3.16.0', GoVersion: 'go1.22.7' }),
  })

const globMax = 200

/** `files/*.conf` and `**` as a pattern; nothing for a glob of another kind. */
const globPattern = (glob: string): RegExp | undefined =>
  glob.length <= globMax && /^[\w./*-]+$/.test(glob) && (glob.match(/\*+/g) ?? []).length <= 3
    ? new RegExp(
        `^${glob
          .replaceAll('.', '\\.')
          .replace(/\*+\/?/g, (stars) =>
            stars.startsWith('**') ? '.*' : stars.replace('*', '[^/]*'),
          )}$`,
      )
    : undefined

/** The files that a glob finds. Those that RTT has not read may be among them, so that none is no answer. */
const globbed = (files: ReadonlyMap<string, string>, glob: string): Value => {
  const pattern = globPattern(glob)
  const found = [...files].filter(([path]) => pattern?.test(path))
  if (found.length === 0) return unknown
  const asConfig = () => toYaml(new Map(found.map(([path, text]) => [baseOf(path), text])))
  return new FileMap(found, new Map([['AsConfig', new Method(asConfig)]]))
}

/** Files of a chart that are not templates; of those that RTT would have read, none is left out. */
const filesOf = ({ folder, files }: Chart): ValueMap => {
  const get = (path: string): string | undefined =>
    files.get(path) ?? (isChartData(`${folder}/${path}`) ? '' : undefined)
  return map({
    Get: new Method((args) => get(textAt(args, 0)) ?? unknown),
    Lines: new Method((args) => get(textAt(args, 0))?.split('\n') ?? unknown),
    Glob: new Method((args) => globbed(files, textAt(args, 0))),
  })
}

/** What `.` is at the top of every template of an instance. */
export const objectsOf = (instance: Instance, release: string): ValueMap =>
  map({
    Values: instance.values,
    Release: map({
      Name: release,
      Namespace: 'default',
      Service: 'Helm',
      IsInstall: true,
      IsUpgrade: false,
      Revision: 1,
    }),
    Chart: new Map(instance.chart.meta).set('Name', instance.name),
    Capabilities: capabilities(),
    Files: filesOf(instance.chart),
    Subcharts: new Map(instance.children.map((c) => [c.name, map({ Values: c.values })])),
  })

/** The objects with what one template is called. */
export const withTemplate = (objects: ValueMap, instance: Instance, name: string): ValueMap =>
  new Map(objects).set('Template', map({ Name: name, BasePath: `${instance.path}/templates` }))

/** The name of a template as other templates include it. */
export const templateName = (instance: Instance, path: string): string =>
  `${instance.path}/${path.slice(instance.chart.folder === '' ? 0 : instance.chart.folder.length + 1)}`
