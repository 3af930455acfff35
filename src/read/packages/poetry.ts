import type { Dependency } from '../../core/model/package.ts'
import type { Place } from '../../core/model/place.ts'
import { asking } from './draft.ts'
import { pythonName } from './requirement.ts'
import { type Fields, type Problems, type Tree, textLengthMax } from './tree.ts'

type Context = { readonly fields: Fields; readonly problems: Problems; readonly group: string }
type Asked = { readonly range: string; readonly when?: string; readonly at: Place }

const sources = ['git', 'path', 'url', 'file']

const conditionOf = (entries: ReadonlyMap<string, Tree>, fields: Fields): string => {
  const python = fields.text(entries.get('python'), '"python"')
  const markers = fields.text(entries.get('markers'), '"markers"')
  return [python === undefined ? '' : `python ${python}`, markers ?? '']
    .filter((t) => t !== '')
    .join(' and ')
}

/** One form of a dependency: a range, a table, or a list of tables for several conditions. */
const askedOf = (tree: Tree, { fields, problems, group }: Context): readonly Asked[] => {
  if (tree.kind === 'text') return [{ range: tree.value, at: tree.at }]
  if (tree.kind === 'list')
    return tree.items.flatMap((item) => askedOf(item, { fields, problems, group }))
  const entries = fields.table(tree, `a range in ${group}`)
  if (tree.kind !== 'table') return []
  const when = conditionOf(entries, fields)
  const condition = when === '' || when.length > textLengthMax ? {} : { when }
  const version = entries.get('version')
  if (version) {
    const range = fields.text(version, '"version"')
    return range === undefined ? [] : [{ range, at: version.at, ...condition }]
  }
  const source = sources.find((key) => entries.has(key))
  if (source === undefined) return [{ range: '*', at: tree.at, ...condition }]
  const where = fields.text(entries.get(source), `"${source}"`) ?? ''
  return [{ range: `${source} = "${where}"`, at: entries.get(source)!.at, ...condition }]
}

/** A table of dependencies of tool.poetry. `python` is the interpreter, and no package. */
export const poetryDependencies = (
  table: ReadonlyMap<string, Tree>,
  context: Context,
): readonly Dependency[] =>
  [...table]
    .filter(([name]) => name !== 'python')
    .flatMap(([name, tree]) =>
      askedOf(tree, context).flatMap((asked) =>
        asking({ name: pythonName(name), group: context.group, ...asked }, context.problems),
      ),
    )
