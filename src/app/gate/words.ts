import { RttError } from '../../core/diag/error.ts'
import { literally } from '../../core/model/literally.ts'
import { baseOf, isWithin } from '../../core/model/path.ts'
import type { Place } from '../../core/model/place.ts'
import type { Task } from '../../ports/task.ts'
import type { Workspace } from '../../ports/workspace.ts'
import { scopeOf } from '../../read/code/scope.ts'
import { loadConfig } from '../config.ts'
import { plansFolder } from '../plans.ts'
import { listUniverse } from '../universe.ts'

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
}

/** Opens the files of the universe for words that a person would look for. Reads only what it is asked for. */
export const wordFinder = async (space: Workspace, task: Task): Promise<WordFinder> => {
  const config = await loadConfig(space.durable)
  const { files } = await listUniverse(
    { files: space.files, exclude: config.exclude, own: [plansFolder(space.durable)] },
    task,
  )
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
  return {
    inCode: (word, folder) =>
      find(word, (p) => isSourceFile(p) && isWithin(p, folder) && scopeOf(p) === 'main'),
    inSettings: (word, folder) =>
      find(word, (p) => isSettingFile(p) && isWithin(p, folder)) ?? find(word, isSettingFile),
  }
}
