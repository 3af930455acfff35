import type { Diagnostic } from '../../../core/diag/diagnostic.ts'
import type { Facts } from '../../../core/model/facts.ts'
import type { Place } from '../../../core/model/place.ts'
import { parseYaml, type Yaml } from '../../yaml/document.ts'
import { withoutOthers } from '../manifest.ts'
import { configMapFacts, type ProxyFile } from './configmap.ts'
import { exposuresOf, subsetsOf } from './exposure.ts'
import { fillParameters } from './openshift.ts'
import { operatedFacts } from './operator.ts'
import { groupOf, knownText, type Resource } from './resource.ts'
import { serviceFacts } from './service.ts'
import { isWorkload, workloadFacts } from './workload.ts'

/** A text with Kubernetes documents; `placeOf` where it was made from other files. */
export type Documents = {
  readonly path: string
  readonly text: string
  readonly deployment: string
  readonly placeOf?: (line: number) => Place
}

export type DocumentFacts = {
  readonly facts: readonly Facts[]
  readonly proxies: readonly ProxyFile[]
  readonly diagnostics: readonly Diagnostic[]
  /** The first document whose name is not known. */
  readonly nameless?: Place
}

const unwrap = (root: Yaml): readonly Yaml[] => {
  const kind = root.get('kind').text
  if (kind === 'List') return root.get('items').items()
  return kind === 'Template' ? root.get('objects').items() : [root]
}

/** Helm runs these once to try a release: they are no part of it. */
const isTest = (doc: Yaml): boolean =>
  /^test/.test(doc.get('metadata', 'annotations').get('helm.sh/hook').text ?? '')

const resourceFacts = (
  r: Resource,
  isMade: boolean,
): { facts: Facts; proxies?: readonly ProxyFile[] } => {
  if (isWorkload(r)) return { facts: workloadFacts(r) }
  if (r.kind === 'Service' && r.group === '') return { facts: serviceFacts(r) }
  if (r.kind === 'ConfigMap') return configMapFacts(r, isMade)
  const exposures = exposuresOf(r)
  const subsets = subsetsOf(r)
  return exposures.length + subsets.length === 0
    ? { facts: operatedFacts(r) }
    : { facts: { exposures, subsets } }
}

/** Reads the documents of one text. Secrets are never opened. */
export const readDocuments = (input: Documents): DocumentFacts => {
  const { path, deployment, placeOf } = input
  const { roots, diagnostics } = parseYaml(
    { path, text: withoutOthers(fillParameters(input.text)) },
    placeOf,
  )
  let nameless: Place | undefined
  const all = roots.flatMap(unwrap).flatMap((doc) => {
    const kind = doc.get('kind').text
    const named = doc.get('metadata', 'name')
    if (kind === undefined || kind === 'Secret' || named.text === undefined || isTest(doc))
      return []
    const name = knownText(named)
    if (name === undefined) nameless ??= named.line
    const group = groupOf(doc.get('apiVersion').text)
    return name === undefined
      ? []
      : [resourceFacts({ doc, kind, group, name, deployment, path }, placeOf !== undefined)]
  })
  return {
    facts: all.map((r) => r.facts),
    proxies: all.flatMap((r) => r.proxies ?? []),
    diagnostics,
    ...(nameless ? { nameless } : {}),
  }
}
