import { type Entry, entries } from './entries.ts'
import type { Parsed } from './globals.ts'

/** Bare `rtt`, with flags or without, is `rtt status`. */
const withCommand = (argv: readonly string[]): string[] => {
  const asksForHelp = argv.some((a) => ['-h', '--help', '-V', '--version'].includes(a))
  const named = argv.some((a, i) => !a.startsWith('-') && argv[i - 1] !== '-C')
  return asksForHelp || named ? [...argv] : [...argv, 'status']
}

const plainFlags = new Set(['--json', '--no-color', '-q', '--quiet', '--debug'])

/** Flags of a command that take no value and have one word, by the name of their option. */
const ownFlags = ({ options = [] }: Entry): ReadonlyMap<string, string> =>
  new Map(
    options
      .map(([flag]) => flag)
      .filter((flag) => /^--(?!no-)[a-z]+$/.test(flag))
      .map((flag) => [flag, flag.slice(2)]),
  )

/**
 * A command with nothing but flags: most of what is ever typed, and worth not loading a parser for.
 */
const plain = (argv: readonly string[]): Parsed | undefined => {
  const [command, ...flags] = argv.filter((a) => !plainFlags.has(a))
  const entry = entries.find(({ usage }) => usage.split(' ')[0] === command)
  // A value in `<>` has to be there, which flags alone cannot give.
  if (command === undefined || entry === undefined || entry.usage.includes('<')) return undefined
  const own = ownFlags(entry)
  if (!flags.every((flag) => own.has(flag))) return undefined
  const has = (...flags: string[]) => flags.some((f) => argv.includes(f))
  return {
    globals: {
      json: has('--json'),
      color: has('--no-color') ? false : undefined,
      directory: undefined,
      debug: has('--debug'),
      quiet: has('-q', '--quiet'),
    },
    invocation: {
      command,
      options: Object.fromEntries(flags.map((f) => [own.get(f), true])),
      load: entry.load,
    },
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
