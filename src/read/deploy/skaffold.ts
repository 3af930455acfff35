import type { Unit } from '../../core/model/deployment.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { baseOf, folderOf, resolvePath } from '../../core/model/path.ts'
import { parseYaml, type Yaml } from '../yaml/document.ts'

const artifact = (a: Yaml, folder: string): Unit[] => {
  const image = a.get('image').text
  const context = resolvePath(folder, a.get('context').text ?? '.')
  if (image === undefined || context === undefined) return []
  const dockerfile = resolvePath(context, a.get('docker', 'dockerfile').text ?? 'Dockerfile')
  return [
    {
      deployment: `skaffold:${folder}`,
      name: baseOf(image),
      origin: 'skaffold',
      aliases: [],
      image,
      context,
      ...(dockerfile === undefined ? {} : { dockerfile }),
      ports: [],
      labels: [],
      at: a.line,
    },
  ]
}

const read = (file: SourceFile): Facts => {
  const { roots, diagnostics } = parseYaml(file)
  const folder = folderOf(file.path)
  const units = roots
    .filter((r) => r.get('apiVersion').text?.startsWith('skaffold/'))
    .flatMap((r) =>
      [r, ...r.get('profiles').items()].flatMap((c) => c.get('build', 'artifacts').items()),
    )
    .flatMap((a) => artifact(a, folder))
  return { units, diagnostics }
}

/** skaffold.yaml: which image is built from which folder. */
export const skaffoldReader: Reader = {
  id: 'skaffold',
  version: 1,
  read,
  accepts: (path) => /(?:^|\/)skaffold[^/]*\.ya?ml$/.test(path),
}
