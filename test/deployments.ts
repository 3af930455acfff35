import type { Facts } from '../src/core/model/facts.ts'
import { kubernetesReader } from '../src/read/deploy/kubernetes.ts'
import { linkDeployments } from '../src/read/deploy/link.ts'

/** What the files of Kubernetes deployments say together: as a scan reads them, without a disk. */
export const deploy = (files: Readonly<Record<string, string>>): Facts =>
  linkDeployments(
    Object.entries(files)
      .filter(([path]) => kubernetesReader.accepts(path))
      .flatMap(([path, text]) => kubernetesReader.read({ path, text }).deploySources ?? []),
  )

/** `codes` of diagnostics with their places, for comparisons at a glance. */
export const problems = (facts: Facts): string[] =>
  (facts.diagnostics ?? []).map((d) => `${d.code} ${d.at?.path}:${d.at?.line} ${d.summary}`)
