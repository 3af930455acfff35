import { diagnostic } from '../../core/diag/diagnostic.ts'
import type { Reader } from '../../core/model/facts.ts'
import type { Dependency } from '../../core/model/package.ts'
import { baseOf } from '../../core/model/path.ts'
import { type Directive, parseDirectives } from './directives.ts'
import { asking, drafted } from './draft.ts'
import { isPlain, type Problems } from './tree.ts'

/** https://go.dev/ref/mod#go-mod-file */
const verbs = [
  ...['module', 'go', 'toolchain', 'godebug', 'require', 'exclude', 'replace', 'retract', 'tool'],
  'ignore',
]

const isIndirect = (comment: string): boolean => /^indirect(?:;|\s|$)/.test(comment)

const requirement = (line: Directive, problems: Problems): readonly Dependency[] => {
  const [name, range, more] = line.arguments
  if (name === undefined || range === undefined || more !== undefined) {
    const words = 'a requirement has a module path and a version'
    problems.push(diagnostic('RTT1002', words, { at: line.at }))
    return []
  }
  const group = isIndirect(line.comment) ? 'indirect' : 'require'
  return asking({ name, range, group, at: line.at }, problems)
}

/** go.mod. Replacements change where a module comes from, not what is asked for, and are passed over. */
export const gomodReader: Reader = {
  id: 'packages/gomod',
  version: 2,
  accepts: (path) => baseOf(path) === 'go.mod',
  read: (file) => {
    const { directives, problems } = parseDirectives(file, verbs)
    const diagnostics = [...problems]
    const module = directives.find((d) => d.verb === 'module' && d.arguments.length === 1)
    const dependencies = directives
      .filter((d) => d.verb === 'require')
      .flatMap((d) => requirement(d, diagnostics))
    // An empty go.mod only keeps a folder out of the module around it.
    if (!module && dependencies.length === 0) return { diagnostics }
    const name = module?.arguments[0]
    const draft = drafted({
      ecosystem: 'gomod',
      name: name !== undefined && isPlain(name) ? name : undefined,
      at: { path: file.path, line: module?.at.line ?? 1 },
      dependencies,
      workspaces: [],
      bins: [],
    })
    return { packages: [draft], diagnostics }
  },
}
