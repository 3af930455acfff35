import type { ServerUse } from '../model/agent.ts'
import { baseOf } from '../model/path.ts'

/** What a command line starts: paths of scripts or folders, and names of packages and their commands. */
export type Program = {
  readonly paths: readonly string[]
  readonly names: readonly string[]
  /** It is started from an image, and nothing else of the line matters. */
  readonly image?: string
}

/** Commands that fetch a package by name, alone or with a word behind them. */
const packageRunners =
  /^(?:npx|pnpx|bunx|uvx|npm (?:exec|x)|pnpm (?:dlx|exec)|yarn (?:dlx|exec)|bun x|pipx run|uv tool run|uv tool)$/
/** Packages that run a script given to them. */
const scriptRunners = new Set([
  'tsx',
  'ts-node',
  'nodemon',
  'vite-node',
  'esno',
  'node',
  'deno',
  'bun',
  'python',
  'python3',
  'fastmcp',
  'mcp',
])
const verbs = new Set(['run', 'start', 'exec', 'x', 'tool', 'dlx', 'dev', 'watch'])
const folderFlags = new Set([
  '--directory',
  '--prefix',
  '--cwd',
  '-C',
  '--project',
  '--manifest-path',
  '--dir',
])
const nameFlags = new Set([
  '-m',
  '--module',
  '-p',
  '--package',
  '--bin',
  '--filter',
  '-F',
  '--from',
  '-w',
  '--workspace',
])
const otherValueFlags = new Set([
  '--with',
  '--python',
  '--env-file',
  '--import',
  '-r',
  '--require',
  '--loader',
  '--config',
  '--tsconfig',
])
const fileEnding = /\.(?:[cm]?[jt]s|tsx|py|go|rs|sh|jar|rb|php)$/

const looksLikePath = (text: string): boolean =>
  !text.startsWith('@') &&
  !text.includes('://') &&
  (text.includes('/') || fileEnding.test(text) || text === '.')

/** A path without the variable that stands for the root of the workspace. */
const withoutRoot = (text: string): string =>
  text
    .replace(
      /^\$\{?(?:workspaceFolder|workspaceRoot|CLAUDE_PROJECT_DIR|CLAUDE_PLUGIN_ROOT|PWD)\}?(?:\/|$)/,
      './',
    )
    .replace(/^\$\(pwd\)\//, './')

type Line = {
  readonly words: readonly string[]
  readonly folders: readonly string[]
  readonly names: readonly string[]
}

const sorted = (args: readonly string[]): Line => {
  const words: string[] = []
  const folders: string[] = []
  const names: string[] = []
  for (let i = 0; i < args.length; i++) {
    const [flag = '', inline] = args[i]!.startsWith('-') ? args[i]!.split('=', 2) : [args[i]!]
    const value = (): string => inline ?? args[++i] ?? ''
    if (folderFlags.has(flag)) folders.push(value())
    else if (nameFlags.has(flag)) names.push(value())
    else if (otherValueFlags.has(flag)) value()
    else if (!flag.startsWith('-')) words.push(args[i]!)
  }
  return { words, folders, names }
}

const inFolders = (script: string | undefined, folders: readonly string[]): readonly string[] => {
  const [folder] = folders.map((f) => f.replace(/\/[^/]+\.(?:toml|json)$/, ''))
  if (folder === undefined) return script === undefined ? [] : [script]
  return script === undefined ? [folder] : [`${folder}/${script}`, folder]
}

/** Reads a command line as far as it says whose program is started; what it is given to work on does not count. */
export const programOf = (use: ServerUse): Program => {
  const command = use.command === undefined ? '' : baseOf(use.command).replace(/\.(?:cmd|exe)$/, '')
  const line = sorted(use.args.map(withoutRoot))
  if (command === 'docker' || command === 'podman') {
    const image = line.words.find((w) => w !== 'run' && w !== 'container')
    return { paths: [], names: [], ...(image === undefined ? {} : { image }) }
  }
  const [first = '', ...others] = line.words
  const isPaired = packageRunners.test(`${command} ${first}`)
  if (isPaired || packageRunners.test(command)) {
    const rest = isPaired ? others : line.words
    const at = rest.findIndex((w) => !scriptRunners.has(w) && !verbs.has(w))
    const program = rest[at]
    if (at > 0 || (program !== undefined && /^\.{0,2}\//.test(program)))
      return { paths: program !== undefined && looksLikePath(program) ? [program] : [], names: [] }
    return { paths: [], names: [...line.names, ...(program === undefined ? [] : [program])] }
  }
  const own = use.command === undefined ? '' : withoutRoot(use.command)
  if (looksLikePath(own) && !own.startsWith('/')) return { paths: [own], names: [] }
  const program = line.words.find((w) => !verbs.has(w) && !scriptRunners.has(w))
  const script = program !== undefined && looksLikePath(program) ? program : undefined
  const names = [
    command,
    ...line.names,
    ...(program === undefined || script !== undefined ? [] : [program]),
  ]
  return {
    paths: inFolders(script, line.folders),
    names: names.filter((n) => n !== '' && !scriptRunners.has(n)),
  }
}
