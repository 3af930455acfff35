import { type Argument, Command, CommanderError, Option } from 'commander'
import type { Context } from './context.ts'
import type { Options, Report } from './view.ts'

/** A command: how it is written, and the module that does it, loaded only when it is asked for. */
type Entry = {
  readonly usage: string
  readonly summary: string
  readonly group: string
  readonly options?: readonly (readonly [string, string])[]
  readonly load: () => Promise<{
    readonly run: (context: Context, options: Options) => Promise<Report>
  }>
  readonly examples?: readonly string[]
}

const wire = 'Wire:'
const look = 'Look:'
const operate = 'Operate:'

export const entries: readonly Entry[] = [
  {
    usage: 'up',
    group: wire,
    summary: 'scan, unify, generate, plan, sign, apply and verify, in one go',
    options: [['--explain', 'print the stages with the digests of their inputs and outputs']],
    load: () => import('./commands/up.ts'),
    examples: ['rtt up', 'rtt up --explain'],
  },
  {
    usage: 'init',
    group: wire,
    summary: 'make .rtt/ and a development key (implied by up)',
    load: () => import('./commands/init.ts'),
  },
  {
    usage: 'scan',
    group: wire,
    summary: 'find services, contracts and who talks to whom',
    options: [
      ['--diagnostics', 'show every diagnostic, notes too'],
      ['--stats', 'counts by language, kind, status and signal'],
    ],
    load: () => import('./commands/scan.ts'),
    examples: ['rtt scan --json | jq .links'],
  },
  {
    usage: 'doctor',
    group: wire,
    summary: 'find packages asked for in different versions',
    load: () => import('./commands/doctor.ts'),
  },
  {
    usage: 'gen',
    group: wire,
    summary: 'generate typed connectors into .rtt/drivers/',
    options: [
      ['--check', 'write nothing; exit 4 when a generated file is missing, edited or stale'],
      ['--lang <list>', 'languages, separated by commas (ts,py)'],
    ],
    load: () => import('./commands/gen.ts'),
  },
  {
    usage: 'plan',
    group: wire,
    summary: 'lock who talks to whom into plans/',
    options: [
      ['--check', 'write nothing; exit 4 when the plan is stale'],
      ['--why <route>', 'why a route is in the plan: its evidence, contract and lane'],
    ],
    load: () => import('./commands/plan.ts'),
    examples: ['rtt plan --why frontend#CART_SERVICE_ADDR'],
  },
  {
    usage: 'sign [file]',
    group: wire,
    summary: 'sign the plan, or any file',
    options: [['--key <pem>', 'PKCS#8 PEM of an Ed25519 key (default: the key of this clone)']],
    load: () => import('./commands/sign.ts'),
  },
  {
    usage: 'apply',
    group: wire,
    summary: 'put the signed plan into force, in two phases',
    options: [['--dry-run', 'print the steps and write nothing']],
    load: () => import('./commands/apply.ts'),
  },
  {
    usage: 'verify [file]',
    group: wire,
    summary: 'prove plan, signature, connectors, log and generation',
    options: [
      ['--sig', 'verify the detached signature of a file'],
      ['--ci', 'accept only signatures of the committed trust root'],
    ],
    load: () => import('./commands/verify.ts'),
  },
  {
    usage: 'rollback',
    group: wire,
    summary: 'undo the last apply',
    load: () => import('./commands/rollback.ts'),
  },
  {
    usage: 'status',
    group: look,
    summary: 'where this repository stands, and the next command',
    load: () => import('./commands/status.ts'),
  },
  {
    usage: 'ls <what>',
    group: look,
    summary: 'list symbols, services, links or routes',
    load: () => import('./commands/ls.ts'),
    examples: ['rtt ls links', 'rtt ls routes --json'],
  },
  {
    usage: 'graph',
    group: look,
    summary: 'the wiring as a graph',
    options: [['--format <format>', 'mermaid or json (default: mermaid)']],
    load: () => import('./commands/graph.ts'),
  },
  {
    usage: 'explain <code>',
    group: look,
    summary: 'what a diagnostic code means and what to do',
    load: () => import('./commands/explain.ts'),
  },
  {
    usage: 'wal <what>',
    group: look,
    summary: 'the log: log, root or verify',
    load: () => import('./commands/wal.ts'),
  },
  {
    usage: 'keys <what>',
    group: operate,
    summary: 'keys of this clone: new or list',
    options: [['--name <name>', 'name of the new key (default: dev)']],
    load: () => import('./commands/keys.ts'),
  },
  {
    usage: 'recover',
    group: operate,
    summary: 'finish or undo what a crash interrupted',
    load: () => import('./commands/recover.ts'),
  },
]

const term = (a: Argument): string => (a.required ? `<${a.name()}>` : `[${a.name()}]`)
const pad = (lines: readonly string[]): string => lines.map((l) => `  ${l}`).join('\n')

export type Invocation = {
  readonly command: string
  readonly options: Options
  readonly load: Entry['load']
}

/** Flags that every command takes. */
export type Globals = {
  readonly json: boolean
  readonly color: boolean | undefined
  readonly directory: string | undefined
  readonly debug: boolean
  readonly quiet: boolean
}

type Parsed = {
  readonly globals: Globals
  readonly invocation: Invocation | undefined
  readonly output: string
  readonly problem: string
  readonly exit: number
}

/** A flag counts wherever it stands: before the command or after it. */
const globalsOf = (places: readonly Record<string, unknown>[]): Globals => ({
  json: places.some((o) => o['json'] === true),
  color: places.some((o) => o['color'] === false) ? false : undefined,
  directory: places.map((o) => o['C']).findLast((c) => typeof c === 'string'),
  debug: places.some((o) => o['debug'] === true),
  quiet: places.some((o) => o['quiet'] === true),
})

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
      '\nStart with `rtt up`. Bare `rtt` is `rtt status`.\nExit codes: 0 ok, 2 usage, 3 conflict, 4 stale, 5 signature, 6 log damaged,\n9 busy, 10 signature missing.',
    )
  for (const entry of entries) {
    const [name = '', argument] = entry.usage.split(' ')
    const c = program.command(name).description(entry.summary).helpGroup(entry.group)
    configure(c)
    if (argument) c.argument(argument)
    for (const [flags, text] of entry.options ?? []) c.option(flags, text)
    if (entry.examples) c.addHelpText('after', `\nExamples:\n${pad(entry.examples)}`)
    c.action((...args: unknown[]) => {
      const first = argument ? args[0] : undefined
      chosen({
        command: name,
        options: { ...c.opts(), ...(typeof first === 'string' ? { argument: first } : {}) },
        load: entry.load,
      })
    })
  }
  return program
}

/** Bare `rtt`, with flags or without, is `rtt status`. */
const withCommand = (argv: readonly string[]): string[] => {
  const asksForHelp = argv.some((a) => ['-h', '--help', '-V', '--version'].includes(a))
  const named = argv.some((a, i) => !a.startsWith('-') && argv[i - 1] !== '-C')
  return asksForHelp || named ? [...argv] : [...argv, 'status']
}

/** Parses a command line. Help and version come back as `output`; a mistake as `problem` with exit 2. */
export const parseArguments = (argv: readonly string[], version: string): Parsed => {
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
    program.parse(withCommand(argv), { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    exit = error.exitCode === 0 ? 0 : 2
  }
  const own = program.commands.find((c) => c.name() === invocation?.command)
  const globals = globalsOf([program.opts(), own?.opts() ?? {}])
  const json = globals.json || argv.includes('--json')
  return { globals: { ...globals, json }, invocation, output, problem: problem.trim(), exit }
}
