import { diagnostic } from '../../core/diag/diagnostic.ts'
import type { Dependency, Package } from '../../core/model/package.ts'
import { folderOf } from '../../core/model/path.ts'
import { isPlain, notPlain, type Problems, shown } from './tree.ts'

/** Cuts user info and query from the URLs in a range: they may be secrets, and are never kept. */
const withoutSecrets = (range: string): string =>
  range.replace(/\/\/[^/\s@]*(?:@[^/\s@]*)*@/g, '//').replace(/(:\/\/[^\s?#]*)\?[^\s#]*/g, '$1')

/** A dependency, unless its name or range cannot be kept: that is reported instead. */
export const asking = (asked: Dependency, problems: Problems): readonly Dependency[] => {
  if (asked.name.trim() === '') {
    problems.push(
      diagnostic('RTT1014', `a name in ${shown(asked.group)} is empty`, { at: asked.at }),
    )
    return []
  }
  const texts = [asked.name, asked.alias ?? '', asked.range, asked.group, asked.when ?? '']
  if (!texts.every(isPlain)) {
    problems.push(notPlain(`an entry of ${shown(asked.group)}`, asked.at))
    return []
  }
  return [{ ...asked, range: withoutSecrets(asked.range).trim() }]
}

type Draft = Omit<Package, 'name' | 'dir' | 'isUnnamed' | 'version'> & {
  readonly name: string | undefined
  readonly version?: string | undefined
}

/** A package with the name that stands for it: the declared one, else that of its folder. */
export const drafted = ({ name, version, ...rest }: Draft): Package => {
  const dir = folderOf(rest.at.path)
  const isNamed = name !== undefined && name !== ''
  return {
    ...rest,
    dir,
    name: isNamed ? name : dir || 'local',
    ...(isNamed ? {} : { isUnnamed: true }),
    ...(version === undefined ? {} : { version }),
  }
}
