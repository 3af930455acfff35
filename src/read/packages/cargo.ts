import type { Reader } from '../../core/model/facts.ts'
import type { Dependency, Package } from '../../core/model/package.ts'
import { baseOf } from '../../core/model/path.ts'
import type { Place } from '../../core/model/place.ts'
import { asking, drafted } from './draft.ts'
import { parseToml } from './toml.ts'
import { type Fields, fieldsOf, type Problems, type Tree } from './tree.ts'

type Table = ReadonlyMap<string, Tree>
type Section = { readonly table: Table; readonly group: string; readonly when?: string }

const kinds = ['dependencies', 'dev-dependencies', 'build-dependencies']
const sources = ['path', 'git']

/** Reads the tables of one Cargo.toml. */
class CargoManifest {
  private readonly fields: Fields
  private readonly problems: Problems
  private readonly root: Tree
  private readonly top: Table

  constructor(root: Tree, problems: Problems) {
    this.root = root
    this.problems = problems
    this.fields = fieldsOf(problems)
    this.top = this.fields.table(root, 'Cargo.toml')
  }

  private sectionsOf(table: Table, prefix: string, when?: string): readonly Section[] {
    return kinds.map((kind) => ({
      table: this.fields.table(table.get(kind), prefix + kind),
      group: prefix + kind,
      ...(when === undefined ? {} : { when }),
    }))
  }

  private sections(): readonly Section[] {
    const targets = [...this.fields.table(this.top.get('target'), 'target')]
    const workspace = this.fields.table(this.top.get('workspace'), 'workspace')
    const inherited = 'workspace.dependencies'
    return [
      ...this.sectionsOf(this.top, ''),
      ...targets.flatMap(([target, tree]) =>
        this.sectionsOf(this.fields.table(tree, 'a target'), `target.${target}.`, target),
      ),
      { table: this.fields.table(workspace.get('dependencies'), inherited), group: inherited },
    ]
  }

  /** The range as written, or what stands in its place: `workspace = true`, a path, a repository. */
  private rangeOf(tree: Tree, group: string): { range: string; at: Place } | undefined {
    if (tree.kind === 'text') return { range: tree.value, at: tree.at }
    const entries = this.fields.table(tree, `a dependency in ${group}`)
    const version = entries.get('version')
    if (version) {
      const range = this.fields.text(version, '"version"')
      return range === undefined ? undefined : { range, at: version.at }
    }
    const inherits = entries.get('workspace')
    if (inherits) return { range: 'workspace = true', at: inherits.at }
    const source = sources.find((key) => entries.has(key))
    if (source === undefined) return tree.kind === 'table' ? { range: '*', at: tree.at } : undefined
    const where = this.fields.text(entries.get(source), `"${source}"`) ?? ''
    return { range: `${source} = "${where}"`, at: entries.get(source)!.at }
  }

  private dependenciesOf({ table, group, when }: Section): readonly Dependency[] {
    return [...table].flatMap(([key, tree]) => {
      const asked = this.rangeOf(tree, group)
      if (!asked) return []
      const renamed = tree.kind === 'table' ? tree.entries.get('package') : undefined
      const name = this.fields.text(renamed, '"package"') ?? key
      const dependency = { name, ...(name === key ? {} : { alias: key }), group, ...asked }
      return asking(when === undefined ? dependency : { ...dependency, when }, this.problems)
    })
  }

  /** Paths that this manifest depends on are members of its workspace without being listed. */
  private pathsOf(section: Section): readonly string[] {
    return [...section.table.values()].flatMap((tree) => {
      const path = tree.kind === 'table' ? tree.entries.get('path') : undefined
      return path?.kind === 'text' && !/^\/|\.\./.test(path.value) ? [path.value] : []
    })
  }

  private workspaces(sections: readonly Section[]): readonly string[] {
    const workspace = this.top.get('workspace')
    if (!workspace) return []
    const entries = this.fields.table(workspace, 'workspace')
    const excluded = this.fields.texts(entries.get('exclude'), 'workspace.exclude')
    return [
      ...this.fields.texts(entries.get('members'), 'workspace.members'),
      ...sections.flatMap((section) => this.pathsOf(section)),
      ...excluded.map((glob) => `!${glob}`),
    ]
  }

  private bins(): readonly string[] {
    return this.fields.list(this.top.get('bin'), 'bin').flatMap((bin) => {
      const entries = this.fields.table(bin, 'an item of bin')
      return this.fields.text(entries.get('name'), 'the name of a bin') ?? []
    })
  }

  /** A version may be inherited (`version.workspace = true`): then it is not known here. */
  private version(entries: Table): string | undefined {
    const tree = entries.get('version')
    return tree?.kind === 'table' ? undefined : this.fields.text(tree, '"version"')
  }

  package(): Package {
    const entries = this.fields.table(this.top.get('package'), 'package')
    const sections = this.sections()
    return drafted({
      ecosystem: 'cargo',
      name: this.fields.text(entries.get('name'), '"name"'),
      version: this.version(entries),
      at: { path: this.root.at.path, line: entries.get('name')?.at.line ?? 1 },
      dependencies: sections.flatMap((section) => this.dependenciesOf(section)),
      workspaces: this.workspaces(sections),
      bins: this.bins(),
    })
  }
}

/** Cargo.toml of packages and of virtual workspaces. */
export const cargoReader: Reader = {
  id: 'packages/cargo',
  version: 2,
  accepts: (path) => baseOf(path) === 'Cargo.toml',
  read: (file) => {
    const { root, problems } = parseToml(file)
    const diagnostics = [...problems]
    return { packages: root ? [new CargoManifest(root, diagnostics).package()] : [], diagnostics }
  },
}
