import { RttError } from '../../core/diag/error.ts'
import { nearest } from '../../core/findings/near.ts'
import { literally } from '../../core/model/literally.ts'
import { baseOf, isWithin } from '../../core/model/path.ts'
import type { Place } from '../../core/model/place.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { scopeOf } from '../../read/code/scope.ts'
import type { UniverseFile } from '../universe.ts'

/** Files of code, as opposed to those of deployments and settings. */
export const isSourceFile = (path: string): boolean =>
  /\.(?:[cm]?[jt]sx?|py|go|java|kt|rs|cs|php|rb|scala|swift|dart|vue|svelte)$/.test(path)

const isSettingFile = (path: string): boolean => !path.startsWith('.github/') && isSetting(path)

const isSetting = (path: string): boolean =>
  /\.(?:ya?ml|toml|json|env|properties|conf|ini|tpl)$/.test(path) ||
  /^(?:Dockerfile|Procfile|\.env)/.test(baseOf(path))

const bytesMax = 1024 * 1024
const filesMax = 5000

/** Finds the first line that holds a word, in the code of a folder or in the settings of a repository, those of a folder first. */
export type WordFinder = {
  readonly inCode: (word: string, folder: string) => Place | undefined
  readonly inSettings: (word: string, folder: string) => Place | undefined
  /** Whether some setting gives a variable a value, and does not only pass it on. */
  readonly isSet: (variable: string) => boolean
  /** What a variable may be called now: the nearest name in the code of a folder, or in the settings. */
  readonly renamed: (variable: string, folder: string) => Renamed | undefined
}

/** A name that is nearly another, and where it stands. */
export type Renamed = { readonly name: string; readonly at: Place }

const variable = /(?<![\w-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w-])/g

/** A name of variables that begins with the other, or is a slip of the pen away from it. */
const isNear = (name: string, wanted: string): boolean =>
  name !== wanted &&
  (name.startsWith(`${wanted}_`) ||
    wanted.startsWith(`${name}_`) ||
    nearest(wanted, [name]) === name)

/** Looks into the files of the universe for words that a person would look for. Opens only what it is asked about. */
export const wordFinder = (
  space: Pick<Workspace, 'files'>,
  files: readonly Pick<UniverseFile, 'path'>[],
): WordFinder => {
  const texts = new Map<string, string>()
  const textOf = (path: string): string => {
    const known = texts.get(path)
    if (known !== undefined) return known
    let text = ''
    try {
      text = new TextDecoder().decode(space.files.read(path, bytesMax))
    } catch (error) {
      if (!(error instanceof RttError)) throw error
    }
    texts.set(path, text)
    return text
  }
  const find = (word: string, wanted: (path: string) => boolean): Place | undefined => {
    if (word.length < 2) return undefined
    const found = new RegExp(`(?<![\\w-])${literally(word)}(?![\\w-])`)
    for (const { path } of files.filter((f) => wanted(f.path)).slice(0, filesMax)) {
      const text = textOf(path)
      const at = text.includes(word) ? text.search(found) : -1
      if (at >= 0) return { path, line: text.slice(0, at).split('\n').length }
    }
    return undefined
  }
  const isCode = (path: string, folder: string): boolean =>
    isSourceFile(path) && isWithin(path, folder) && scopeOf(path) === 'main'
  const renamed = (wanted: string, folder: string): Renamed | undefined => {
    const own = files.filter(({ path }) => isCode(path, folder) || isSettingFile(path))
    for (const { path } of own.slice(0, filesMax)) {
      const text = textOf(path)
      for (const m of text.matchAll(variable))
        if (isNear(m[0], wanted))
          return { name: m[0], at: { path, line: text.slice(0, m.index).split('\n').length } }
    }
    return undefined
  }
  const isSet = (wanted: string): boolean => {
    const given = new RegExp(
      `(?<![\\w-])${literally(wanted)}['"]?[ \\t]*[:=][ \\t]*\\S|name:[ \\t]*['"]?${literally(wanted)}(?![\\w-])`,
    )
    return files
      .filter(({ path }) => isSettingFile(path))
      .slice(0, filesMax)
      .some(({ path }) => textOf(path).includes(wanted) && given.test(textOf(path)))
  }
  return {
    isSet,
    renamed,
    inCode: (word, folder) => find(word, (p) => isCode(p, folder)),
    inSettings: (word, folder) =>
      find(word, (p) => isSettingFile(p) && isWithin(p, folder)) ?? find(word, isSettingFile),
  }
}
