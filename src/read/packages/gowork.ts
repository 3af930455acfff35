import type { Reader } from '../../core/model/facts.ts'
import { baseOf } from '../../core/model/path.ts'
import { parseDirectives } from './directives.ts'
import { drafted } from './draft.ts'
import { isPlain } from './tree.ts'

/** https://go.dev/ref/mod#go-work-file */
const verbs = ['go', 'toolchain', 'godebug', 'use', 'replace']

/** go.work: a package without a name whose members are the folders that it uses. */
export const goworkReader: Reader = {
  id: 'packages/gowork',
  version: 2,
  accepts: (path) => baseOf(path) === 'go.work',
  read: (file) => {
    const { directives, problems } = parseDirectives(file, verbs)
    const used = directives.filter((d) => d.verb === 'use').flatMap((d) => d.arguments)
    const draft = drafted({
      ecosystem: 'gomod',
      name: undefined,
      at: { path: file.path, line: 1 },
      dependencies: [],
      workspaces: used.filter(isPlain),
      bins: [],
    })
    return { packages: [draft], diagnostics: problems }
  },
}
