import type { PackageStart } from '../../core/model/package.ts'
import { isPort } from '../code/numbers.ts'
import type { Tree } from './tree.ts'

/** Names that people give to what starts a package: `start`, `dev`, `serve`, `start:prod`, `dev-api`. */
const starting = /^(?:start|dev|develop|development|serve|server|preview|watch)(?:[:_-]|$)/

/** What stands before the program of a command and is not it. */
const wrappers = new Set([
  'cross-env',
  'cross-env-shell',
  'env',
  'dotenv',
  'dotenvx',
  'dotenv-cli',
  'npx',
  'bunx',
  'pnpm',
  'yarn',
  'npm',
  'exec',
  'run',
  'dlx',
  'time',
  'sudo',
  'NODE_ENV',
])

const commandLengthMax = 2000

/** A command without what stands in quotes or is run in its place, be it cut off or not: values may hold blanks. */
const plain = (command: string): string =>
  command
    .slice(0, commandLengthMax)
    .replace(/\\[\s"'\\]/g, '_')
    .replace(/"[^"]*(?:"|$)|'[^']*(?:'|$)|\$\([^()]*(?:\)|$)|`[^`]*(?:`|$)/g, '"')

const isProgram = (word: string): boolean =>
  /^[\w.@/\\][\w.@/\\+-]*$/.test(word) && !wrappers.has(word)

/** The program of each part of a command, without variables, options and what wraps it. */
const programsOf = (command: string): string[] =>
  plain(command)
    .split(/&&|\|\||[;|&]/)
    .flatMap((part) => {
      const words = part.trim().split(/\s+/)
      // `dotenv -e .env -- next dev`: what is wrapped stands after the mark.
      const wrapped = wrappers.has(words[0]!) ? (words[words.indexOf('--') + 1] ?? '') : ''
      const program = isProgram(wrapped) ? wrapped : words.find(isProgram)
      return program === undefined ? [] : [program.replace(/^.*[/\\]/, '')]
    })

/** `next dev -p 3001`, `PORT=3001 react-scripts start`. */
const portOf = (command: string): number | undefined => {
  const found = /(?:^|\s)(?:--?p(?:ort)?[= ]|PORT=)(\d{2,5})\b/.exec(command)?.[1]
  return found === undefined || !isPort(Number(found)) ? undefined : Number(found)
}

/**
 * The scripts that start a package, with the programs that they run; of the commands nothing else is kept, since
 * they may hold secrets.
 */
export const startsOf = (scripts: ReadonlyMap<string, Tree>): PackageStart[] =>
  [...scripts].flatMap(([script, tree]) => {
    if (tree.kind !== 'text' || !starting.test(script)) return []
    const port = portOf(tree.value)
    return programsOf(tree.value).map((program) => ({
      script,
      program,
      ...(port === undefined ? {} : { port }),
      at: tree.at,
    }))
  })
