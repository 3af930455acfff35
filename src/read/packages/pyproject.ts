import { diagnostic } from '../../core/diag/diagnostic.ts'
import type { Reader } from '../../core/model/facts.ts'
import type { Dependency, Package } from '../../core/model/package.ts'
import { baseOf } from '../../core/model/path.ts'
import { asking, drafted } from './draft.ts'
import { poetryDependencies } from './poetry.ts'
import { parseRequirement, pythonName } from './requirement.ts'
import { parseToml } from './toml.ts'
import { type Fields, fieldsOf, type Problems, shown, type Tree } from './tree.ts'

type Table = ReadonlyMap<string, Tree>

/** Reads the tables of one pyproject.toml. */
class Pyproject {
  private readonly fields: Fields
  private readonly problems: Problems
  private readonly root: Tree

  constructor(root: Tree, problems: Problems) {
    this.root = root
    this.problems = problems
    this.fields = fieldsOf(problems)
  }

  table(...path: readonly string[]): Table {
    let table = this.fields.table(this.root, 'pyproject.toml')
    for (const [i, key] of path.entries())
      table = this.fields.table(table.get(key), path.slice(0, i + 1).join('.'))
    return table
  }

  /** A list of PEP 508 requirements; tables in it include other groups. */
  private requirements(list: Tree | undefined, group: string): readonly Dependency[] {
    const items = this.fields.list(list, group).filter((item) => item.kind !== 'table')
    return items.flatMap((item) => {
      const text = this.fields.text(item, `an item of ${group}`)
      if (text === undefined) return []
      const asked = parseRequirement(text)
      if (!asked) {
        const words = `an item of ${shown(group)} is no requirement`
        this.problems.push(diagnostic('RTT1014', words, { at: item.at }))
        return []
      }
      const { name, range, marker } = asked
      const dependency = { name, range, group, at: item.at }
      return asking(
        marker === undefined ? dependency : { ...dependency, when: marker },
        this.problems,
      )
    })
  }

  private grouped(table: Table, prefix: string): readonly Dependency[] {
    return [...table].flatMap(([name, list]) => this.requirements(list, `${prefix}.${name}`))
  }

  private poetry(...path: readonly string[]): readonly Dependency[] {
    const context = { fields: this.fields, problems: this.problems, group: path.join('.') }
    return poetryDependencies(this.table(...path), context)
  }

  private poetryGroups(): readonly Dependency[] {
    return [...this.table('tool', 'poetry', 'group').keys()].flatMap((name) =>
      this.poetry('tool', 'poetry', 'group', name, 'dependencies'),
    )
  }

  private dependencies(project: Table): readonly Dependency[] {
    return [
      ...this.requirements(project.get('dependencies'), 'project.dependencies'),
      ...this.grouped(
        this.fields.table(project.get('optional-dependencies'), 'project.optional-dependencies'),
        'project.optional-dependencies',
      ),
      ...this.grouped(this.table('dependency-groups'), 'dependency-groups'),
      ...this.requirements(
        this.table('tool', 'uv').get('dev-dependencies'),
        'tool.uv.dev-dependencies',
      ),
      ...this.poetry('tool', 'poetry', 'dependencies'),
      ...this.poetry('tool', 'poetry', 'dev-dependencies'),
      ...this.poetryGroups(),
    ]
  }

  private workspaces(): readonly string[] {
    const uv = this.table('tool', 'uv', 'workspace')
    const excluded = this.fields.texts(uv.get('exclude'), 'tool.uv.workspace.exclude')
    return [
      ...this.fields.texts(uv.get('members'), 'tool.uv.workspace.members'),
      ...excluded.map((glob) => `!${glob}`),
    ]
  }

  /** Undefined for a file that only configures tools. */
  package(): Package | undefined {
    const project = this.table('project')
    const poetry = this.table('tool', 'poetry')
    const described = project.get('name') ?? poetry.get('name')
    const name = this.fields.text(described, 'the name')
    const version = project.get('version') ?? poetry.get('version')
    const dependencies = this.dependencies(project)
    const workspaces = this.workspaces()
    const bins = this.bins(project, poetry)
    if (!described && dependencies.length + workspaces.length + bins.length === 0) return undefined
    return drafted({
      ecosystem: 'pep440',
      name: name === undefined ? undefined : pythonName(name),
      version: this.fields.text(version, 'the version'),
      at: { path: this.root.at.path, line: described?.at.line ?? 1 },
      dependencies,
      workspaces,
      bins,
    })
  }

  private bins(project: Table, poetry: Table): readonly string[] {
    return [
      ...this.fields.table(project.get('scripts'), 'project.scripts').keys(),
      ...this.fields.table(poetry.get('scripts'), 'tool.poetry.scripts').keys(),
    ]
  }
}

/** pyproject.toml: PEP 621, PEP 735, Poetry, and the workspaces of uv. */
export const pyprojectReader: Reader = {
  id: 'packages/pyproject',
  version: 2,
  accepts: (path) => baseOf(path) === 'pyproject.toml',
  read: (file) => {
    const { root, problems } = parseToml(file)
    const diagnostics = [...problems]
    const found = root && new Pyproject(root, diagnostics).package()
    return { packages: found ? [found] : [], diagnostics }
  },
}
