import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { isKustomization } from './kustomize/kustomization.ts'
import { isChartData, isManifest, isPatch, withoutSecrets } from './manifest.ts'

const template = /(?:^|\/)templates\/.*\.(?:ya?ml|tpl)$|\.tpl$/i
const chart = /(?:^|\/)(?:Chart|values|requirements)\.ya?ml$/
const textMax = 1_000_000
const dataMax = 100_000

const read = ({ path, text }: SourceFile): Facts => {
  if (text.length > textMax) return {}
  const isWhole =
    template.test(path) ||
    chart.test(path) ||
    isKustomization(path) ||
    (isChartData(path) && text.length <= dataMax)
  if (!isWhole && !isManifest(text) && !isPatch(text)) return {}
  return { deploySources: [{ path, text: withoutSecrets(text) }], volatile: true }
}

/**
 * Files of Kubernetes deployments, as they are written: manifests, charts, kustomizations. They mean
 * something only together; `linkDeployments` reads them. Secrets are never opened.
 */
export const kubernetesReader: Reader = {
  id: 'kubernetes',
  version: 2,
  read,
  accepts: (path) => /\.ya?ml$|\.tpl$|(?:^|\/)Kustomization$/i.test(path) || isChartData(path),
}
