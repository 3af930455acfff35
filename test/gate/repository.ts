import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A text file of a repository, and its lines. */
export type Text = {
  readonly path: string
  readonly text: string
  readonly lines: readonly string[]
}

/** The committed text files of a repository, as a person with an editor sees them: nothing is asked of RTT. */
export type Repository = {
  readonly root: string
  readonly texts: readonly Text[]
  readonly code: readonly Text[]
  readonly settings: readonly Text[]
}

const bytesMax = 300_000
const codeFile = /\.(?:[cm]?[jt]sx?|py|go|java|kt|rs|cs|php|rb|cpp)$/
const settingFile = /\.(?:ya?ml|tpl)$|(?:^|\/)\.env$|(?:^|\/)Dockerfile$|\.properties$/
const aside =
  /(?:^|\/)(?:node_modules|vendor|dist|build|target|\.git|plans|\.rtt|docs?|examples?|test|tests|__tests__|spec|e2e|genproto|generated|gen|infra|terraform|cypress)\/|(?:_test\.go|\.test\.\w+|\.spec\.\w+|Tests?\.(?:java|cs)|_pb2?(?:_grpc)?\.\w+|\.pb\.\w+|lock\.ya?ml|\.min\.js)$/i

export const languageOf = (path: string): string => {
  if (/(?:^|\/)Dockerfile$/.test(path)) return 'Dockerfile'
  if (/(?:^|\/)\.env/.test(path)) return 'dotenv'
  if (/templates\/.*\.(?:ya?ml|tpl)$/.test(path)) return 'helm'
  if (/compose[^/]*\.ya?ml$/.test(path)) return 'compose'
  if (/\.ya?ml$/.test(path)) return 'kubernetes'
  const end = path.slice(path.lastIndexOf('.') + 1)
  return { tsx: 'ts', mts: 'ts', jsx: 'js', mjs: 'js', cjs: 'js' }[end] ?? end
}

const read = (root: string, path: string): Text[] => {
  const file = join(root, path)
  if (aside.test(path) || statSync(file).size > bytesMax) return []
  const text = readFileSync(file, 'utf8')
  const isMade = /DO NOT EDIT|[Cc]ode generated|@generated|[Gg]enerated by/.test(text.slice(0, 600))
  return isMade || text.includes('\0') ? [] : [{ path, text, lines: text.split('\n') }]
}

/** Reads what git tracks of a repository. */
export const openRepository = (root: string): Repository => {
  const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
  const texts = listed
    .split('\0')
    .filter((p) => codeFile.test(p) || settingFile.test(p) || /\.(?:proto|json)$/.test(p))
    .flatMap((p) => read(root, p))
  return {
    root,
    texts,
    code: texts.filter((t) => codeFile.test(t.path)),
    settings: texts.filter((t) => settingFile.test(t.path)),
  }
}

/** The folder of a program, as far as paths tell: two steps below the root, or one. */
export const homeOf = (path: string): string => {
  const module = path.indexOf('/src/main/')
  if (module >= 0) return path.slice(0, module)
  const steps = path.split('/').slice(0, -1)
  return steps
    .slice(0, /^(?:src|apps|services|packages|cmd)$/.test(steps[0] ?? '') ? 2 : 1)
    .join('/')
}

export const isUnder = (path: string, folder: string): boolean =>
  folder !== '' && path.startsWith(`${folder}/`)

export const literally = (s: string): string => s.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

/** A word as it stands by itself. */
export const wordPattern = (word: string, flags = ''): RegExp =>
  new RegExp(`(?<![\\w-])${literally(word)}(?![\\w-])`, flags)

export const holds = (t: Text, word: string): boolean =>
  t.text.includes(word) && wordPattern(word).test(t.text)
