import type { Dependency, Ecosystem, Package } from '../../../src/core/model/package.ts'

type Asked = {
  readonly ecosystem?: Ecosystem
  readonly name?: string
  readonly workspaces?: readonly string[]
  /** `[group.]name range`, with ` if condition`. */
  readonly asks?: readonly string[]
}

const fileOf: Readonly<Record<Ecosystem, string>> = {
  npm: 'package.json',
  pep440: 'pyproject.toml',
  cargo: 'Cargo.toml',
  gomod: 'go.mod',
  maven: 'pom.xml',
}

/** A package as a reader would find it; the n-th thing that it asks for stands on line n + 1. */
export const pkg = (dir: string, asked: Asked): Package => {
  const { ecosystem = 'npm', name, workspaces = [], asks = [] } = asked
  const path = `${dir === '' ? '' : `${dir}/`}${fileOf[ecosystem]}`
  const dependencies = asks.map((text, i): Dependency => {
    const [, group = 'dependencies', asking, range, when] =
      /^(?:(\S+)\.)?(\S+?) (.*?)(?: if (.*))?$/.exec(text)!
    const at = { path, line: i + 2, column: 5 }
    const dependency = { name: asking!, range: range!, group, at }
    return when === undefined ? dependency : { ...dependency, when }
  })
  return {
    ecosystem,
    name: name ?? (dir || 'local'),
    ...(name === undefined ? { isUnnamed: true } : {}),
    at: { path, line: 1 },
    dir,
    dependencies,
    workspaces,
    bins: [],
  }
}
