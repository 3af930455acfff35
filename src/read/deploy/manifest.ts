import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'

/** True for a text with a Kubernetes document in it. */
export const isManifest = (text: string): boolean =>
  /^["']?kind["']?:\s*\S/m.test(text) && /^["']?apiVersion["']?:/m.test(text)

/** Patches name neither kind nor version where their target does. */
export const isPatch = (text: string): boolean =>
  /^(?:- |[ \t]{0,64}(?:[[{][ \t]{0,64}){0,2})["']?op["']?:\s/m.test(text) ||
  /^(?:spec|data|metadata):/m.test(text)

const member =
  /^[ \t]*(?:- )?(?:name|namespace|image|replicas|kind|app|value|port|containerPort|metadata):[ \t]*(?:\{[ \t]*\w+:[ \t]*)?["']?\{\{/m

/** True where the document itself is a template, and not a text in it, such as that of an alert. */
export const isTemplated = (text: string): boolean =>
  text.includes('{{') && (/^\{\{/m.test(text) || member.test(text))

const secret = /^["']?kind["']?:\s*["']?Secret\b/m
/** Kinds that say nothing of who talks to whom, and are often the larger part of a file. */
const others =
  /^["']?kind["']?:\s*["']?(?:CustomResourceDefinition|(?:Cluster)?Role(?:Binding)?|ServiceAccount|PersistentVolume(?:Claim)?|StorageClass|PodDisruptionBudget|HorizontalPodAutoscaler|NetworkPolicy|(?:Validating|Mutating)WebhookConfiguration|PrometheusRule|ServiceMonitor|PodMonitor|PriorityClass)\b/m

/** Blanks the documents that a pattern finds; lines stay what they are. */
const blanked = (text: string, pattern: RegExp): string =>
  text
    .split(/^(?=---)/m)
    .map((doc) => (pattern.test(doc) ? `---${doc.replace(/[^\n]/g, '')}` : doc))
    .join('')

/** Blanks the documents that are Secrets, so that nobody opens them. */
export const withoutSecrets = (text: string): string =>
  secret.test(text) && !isTemplated(text) ? blanked(text, secret) : text

/** Blanks the documents of kinds that have nothing to say. */
export const withoutOthers = (text: string): string =>
  others.test(text) ? blanked(text, others) : text

/** The file of a chart that is missing its Chart.yaml, or of another tool: nobody knows its values. */
export const inNoChart = (path: string): Diagnostic =>
  diagnostic('RTT1015', 'this Kubernetes template was not evaluated: it is in no chart', {
    at: { path, line: 1 },
  })

const chartData =
  /\.env$|(?:^|\/)(?:[\w-]*helm[\w-]*|charts?|deploy\w*|k8s|kubernetes|kustomize|base|overlays)\/(?:.*\/)?(?:[^/]+\.properties|(?:files|configs?|conf)\/(?:[^/]+\.(?:conf|cnf|json|ya?ml|toml|ini|txt)|[\w-]+))$/i

/** True for files that charts and kustomizations take in as they are. */
export const isChartData = (path: string): boolean => chartData.test(path)
