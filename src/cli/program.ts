import { type Argument, Command, CommanderError, Option } from 'commander'
import { entries } from './entries.ts'
import { globalsOf, type Invocation, type Parsed } from './globals.ts'

const term = (a: Argument): string =>
  a.required ? `<${a.name()}>` : `[${a.name()}${a.variadic ? '...' : ''}]`
const pad = (lines: readonly string[]): string => lines.map((l) => `  ${l}`).join('\n')

const addGlobals = (c: Command): Command =>
  c
    .addOption(new Option('-C <dir>', 'work in another folder').hideHelp(c.parent !== null))
    .addOption(new Option('--json', 'print one JSON document instead of text'))
    .addOption(new Option('--no-color', 'no colours (as NO_COLOR)').hideHelp(c.parent !== null))
    .addOption(new Option('-q, --quiet', 'no progress on stderr').hideHelp(c.parent !== null))
    .addOption(
      new Option('--debug', 'print the stack of an internal error').hideHelp(c.parent !== null),
    )

const build = (
  chosen: (i: Invocation) => void,
  write: { out: (s: string) => void; err: (s: string) => void },
  version: string,
): Command => {
  const program = new Command('rtt')
  const configure = (c: Command) =>
    addGlobals(c)
      .exitOverride()
      .configureOutput({ writeOut: write.out, writeErr: write.err })
      .showHelpAfterError(false)
  configure(program)
    .description('The lockfile and the gate for who talks to whom in a repository.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .configureHelp({
      subcommandTerm: (c) => [c.name(), ...c.registeredArguments.map(term)].join(' '),
    })
    .addHelpText(
      'after',
      '\nStart with `rtt up`. Bare `rtt` is `rtt status`.\nExit codes: 0 ok, 2 usage, 3 conflict, 4 stale, 5 signature, 6 log damaged,\n8 ambiguous, 9 busy, 10 signature missing.',
    )
  for (const entry of entries) {
    const [name = '', ...given] = entry.usage.split(' ')
    const c = program.command(name).description(entry.summary).helpGroup(entry.group)
    configure(c)
    for (const argument of given) c.argument(argument)
    for (const [flags, text] of entry.options ?? []) c.option(flags, text)
    if (entry.examples) c.addHelpText('after', `\nExamples:\n${pad(entry.examples)}`)
    c.action((...args: unknown[]) => {
      const [first, second] = args.slice(0, given.length)
      chosen({
        command: name,
        options: {
          ...c.opts(),
          ...(typeof first === 'string' ? { argument: first } : {}),
          ...(Array.isArray(second) ? { words: second as string[] } : {}),
        },
        load: entry.load,
      })
    })
  }
  return program
}

/** Parses a command line. Help and version come back as `output`; a mistake as `problem` with exit 2. */
export const parseWithHelp = (argv: readonly string[], version: string): Parsed => {
  let invocation: Invocation | undefined
  let output = ''
  let problem = ''
  const program = build(
    (i) => {
      invocation = i
    },
    {
      out: (s) => {
        output += s
      },
      err: (s) => {
        problem += s
      },
    },
    version,
  )
  let exit = 0
  try {
    program.parse([...argv], { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    exit = error.exitCode === 0 ? 0 : 2
  }
  const own = program.commands.find((c) => c.name() === invocation?.command)
  const globals = globalsOf([program.opts(), own?.opts() ?? {}])
  const json = globals.json || argv.includes('--json')
  return { globals: { ...globals, json }, invocation, output, problem: problem.trim(), exit }
}
