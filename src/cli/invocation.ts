import { entries } from './entries.ts'
import type { Parsed } from './globals.ts'

/** Bare `rtt`, with flags or without, is `rtt status`. */
const withCommand = (argv: readonly string[]): string[] => {
  const asksForHelp = argv.some((a) => ['-h', '--help', '-V', '--version'].includes(a))
  const named = argv.some((a, i) => !a.startsWith('-') && argv[i - 1] !== '-C')
  return asksForHelp || named ? [...argv] : [...argv, 'status']
}

const plainFlags = new Set(['--json', '--no-color', '-q', '--quiet', '--debug'])

/**
 * A command with nothing but flags that every command takes: most of what is ever typed, and worth
 * not loading a parser for.
 */
const plain = (argv: readonly string[]): Parsed | undefined => {
  const words = argv.filter((a) => !plainFlags.has(a))
  const entry = words.length === 1 ? entries.find((e) => e.usage === words[0]) : undefined
  if (entry === undefined) return undefined
  const has = (...flags: string[]) => flags.some((f) => argv.includes(f))
  return {
    globals: {
      json: has('--json'),
      color: has('--no-color') ? false : undefined,
      directory: undefined,
      debug: has('--debug'),
      quiet: has('-q', '--quiet'),
    },
    invocation: { command: entry.usage, options: {}, load: entry.load },
    output: '',
    problem: '',
    exit: 0,
  }
}

/** Parses a command line. Help and version come back as `output`; a mistake as `problem` with exit 2. */
export const parseArguments = async (argv: readonly string[], version: string): Promise<Parsed> => {
  const words = withCommand(argv)
  return plain(words) ?? (await import('./program.ts')).parseWithHelp(words, version)
}
