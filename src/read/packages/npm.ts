import type { Reader, SourceFile } from '../../core/model/facts.ts'
import type { Dependency, Package } from '../../core/model/package.ts'
import { baseOf } from '../../core/model/path.ts'
import { asking, drafted } from './draft.ts'
import { parseJson } from './json.ts'
import { startsOf } from './scripts.ts'
import { type Fields, fieldsOf, type Problems, type Tree } from './tree.ts'

const groups = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

type Manifest = ReadonlyMap<string, Tree>

const dependenciesOf = (
  manifest: Manifest,
  fields: Fields,
  problems: Problems,
): readonly Dependency[] =>
  groups.flatMap((group) =>
    [...fields.table(manifest.get(group), `"${group}"`)].flatMap(([name, tree]) => {
      const range = fields.text(tree, `a range in "${group}"`)
      return range === undefined ? [] : asking({ name, range, group, at: tree.at }, problems)
    }),
  )

/** A list, or with Yarn an object that has the list as `packages`. */
const workspacesOf = (manifest: Manifest, fields: Fields): readonly string[] => {
  const tree = manifest.get('workspaces')
  const list = tree?.kind === 'table' ? tree.entries.get('packages') : tree
  return fields.texts(list, '"workspaces"')
}

/** One command under the package's own name, or a table of them. */
const binsOf = (
  manifest: Manifest,
  fields: Fields,
  name: string | undefined,
): readonly string[] => {
  const tree = manifest.get('bin')
  if (tree?.kind === 'text') return name === undefined ? [] : [name.replace(/^@[^/]*\//, '')]
  return [...fields.table(tree, '"bin"')].flatMap(([command, path]) =>
    fields.text(path, 'a command in "bin"') === undefined ? [] : [command],
  )
}

/** Others import what has an entry or exports; `private` says that nobody does from outside. */
const isLibrary = (manifest: Manifest): boolean =>
  ['main', 'module', 'exports', 'types'].some((key) => manifest.has(key))

const packageOf = (root: Tree, problems: Problems): Package => {
  const fields = fieldsOf(problems)
  const manifest = fields.table(root, 'package.json')
  fields.boolean(manifest.get('private'), '"private"')
  const name = fields.text(manifest.get('name'), '"name"')
  const starts = startsOf(fields.table(manifest.get('scripts'), '"scripts"'))
  return drafted({
    ecosystem: 'npm',
    name,
    version: fields.text(manifest.get('version'), '"version"'),
    at: { path: root.at.path, line: (manifest.get('name') ?? root).at.line },
    dependencies: dependenciesOf(manifest, fields, problems),
    workspaces: workspacesOf(manifest, fields),
    bins: binsOf(manifest, fields, name),
    ...(starts.length > 0 ? { starts } : {}),
    ...(isLibrary(manifest) ? { isLibrary: true } : {}),
  })
}

/** package.json of npm, Yarn, pnpm and Bun. */
export const npmReader: Reader = {
  id: 'packages/npm',
  version: 3,
  accepts: (path) => baseOf(path) === 'package.json',
  read: (file: SourceFile) => {
    const { root, problems } = parseJson(file)
    const diagnostics = [...problems]
    if (!root) return { diagnostics }
    const found = packageOf(root, diagnostics)
    return { packages: root.kind === 'table' ? [found] : [], diagnostics }
  },
}
