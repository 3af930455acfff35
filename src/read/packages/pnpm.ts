import type { Reader } from '../../core/model/facts.ts'
import { baseOf } from '../../core/model/path.ts'
import { parseYaml } from '../yaml/document.ts'
import { drafted } from './draft.ts'
import { isPlain } from './tree.ts'

/** pnpm-workspace.yaml: a package without a name that has member packages. */
export const pnpmReader: Reader = {
  id: 'packages/pnpm',
  version: 1,
  accepts: (path) => baseOf(path) === 'pnpm-workspace.yaml',
  read: (file) => {
    const { roots, diagnostics } = parseYaml(file)
    const packages = roots.slice(0, 1).map((root) =>
      drafted({
        ecosystem: 'npm',
        name: undefined,
        at: { path: file.path, line: 1 },
        dependencies: [],
        workspaces: root.get('packages').texts.filter(isPlain),
        bins: [],
      }),
    )
    return { packages, diagnostics }
  },
}
