import type { Context } from './context.ts'
import type { Options, Report } from './view.ts'

/** A command: how it is written, and the module that does it, loaded only when it is asked for. */
export type Entry = {
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
      ['--stats', 'counts of all that was found, time by part, share of the cache'],
    ],
    load: () => import('./commands/scan.ts'),
    examples: ['rtt scan --json | jq .links'],
  },
  {
    usage: 'check',
    group: wire,
    summary: 'find wiring faults: addresses, variables, ports, topics that fit nothing',
    options: [['--format <format>', 'text, json, sarif or github (default: text)']],
    load: () => import('./commands/check.ts'),
    examples: ['rtt check', 'rtt check --format sarif > findings.sarif'],
  },
  {
    usage: 'doctor',
    group: wire,
    summary: 'find packages asked for in different versions, the worst first',
    options: [['--detailed', 'every drift with all its places']],
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
      ['--fresh', 'lock contracts as they are now, also those that only grew'],
      ['--merge [plan]', 'after a merge of branches: one plan of what both sides planned'],
      ['--explain', 'what the plan is made of, with digests'],
      ['--prune', 'take away all but the last 20 plans'],
      ['--why <route>', 'why a route is in the plan: its evidence, contract and lane'],
    ],
    load: () => import('./commands/plan.ts'),
    examples: ['rtt plan --why frontend#CART_SERVICE_ADDR'],
  },
  {
    usage: 'approve',
    group: wire,
    summary: 'show all that a plan accepts, then plan and sign it',
    options: [
      ['--dry-run', 'show it and write nothing'],
      ['--key <key>', 'a key of this clone, a PEM file, env:NAME or fd:N (default: dev)'],
    ],
    load: () => import('./commands/approve.ts'),
    examples: ['rtt approve --dry-run', 'rtt approve --key ~/keys/release.pem'],
  },
  {
    usage: 'policy [what]',
    group: wire,
    summary: 'hold the wiring against .rtt/policy.json; init writes a first one',
    load: () => import('./commands/policy.ts'),
    examples: ['rtt policy init', 'rtt policy check'],
  },
  {
    usage: 'sign [file]',
    group: wire,
    summary: 'sign the plan, or any file',
    options: [
      ['--all', 'the plan, and each manifest and configuration file beside itself'],
      ['--key <key>', 'a key of this clone, a PEM file, env:NAME or fd:N (default: dev)'],
    ],
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
      ['--sig', 'verify the detached signature of a file (implied by FILE)'],
      ['--ci', 'accept only signatures of the committed trust root'],
      ['--format <format>', 'text, json, sarif, junit, github or markdown (default: text)'],
    ],
    load: () => import('./commands/verify.ts'),
    examples: ['rtt verify --ci', 'rtt verify --ci --format markdown > comment.md'],
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
    summary: 'list symbols, services, links, imports or routes',
    load: () => import('./commands/ls.ts'),
    examples: ['rtt ls links', 'rtt ls routes --json'],
  },
  {
    usage: 'why <link>',
    group: look,
    summary: 'why a link is there, line by line; who needs a service',
    load: () => import('./commands/why.ts'),
    examples: ['rtt why web#CART_URL', 'rtt why "web->cart"', 'rtt why cart'],
  },
  {
    usage: 'watch',
    group: look,
    summary: 'scan whenever files change, one line a change of the wiring',
    load: () => import('./commands/watch.ts'),
    examples: ['rtt watch', 'rtt watch --json | jq .event'],
  },
  {
    usage: 'graph',
    group: look,
    summary: 'the wiring as a graph',
    options: [
      ['--format <format>', 'mermaid, dot or json (default: mermaid)'],
      ['--html <file>', 'write a page that needs no network, - for stdout'],
      ['--open', 'open the page in the browser'],
      ['--serve [port]', 'serve the page on 127.0.0.1 until Ctrl-C'],
    ],
    load: () => import('./commands/graph.ts'),
    examples: ['rtt graph --open', 'rtt graph --format dot | dot -Tsvg -o graph.svg'],
  },
  {
    usage: 'config [what]',
    group: look,
    summary: 'the configuration: check, migrate to CUE, normalize from it',
    options: [['--origin', 'where each value comes from']],
    load: () => import('./commands/config.ts'),
    examples: ['rtt config check', 'rtt config --origin', 'rtt config migrate'],
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
    usage: 'keys <what> [words...]',
    group: operate,
    summary: 'keys: new, list, import FILE, trust KEY (for all), revoke KEY',
    options: [
      ['--name <name>', 'name of the key (default: dev; of an imported one: imported)'],
      ['--encrypt', 'encrypt its file with the passphrase in RTT_KEY_PASSPHRASE'],
      ['--expires <time>', 'when it ends to be trusted, such as 2030-01-31T12:00:00Z'],
    ],
    examples: [
      'rtt keys new --name release --encrypt',
      'rtt keys import env:SIGNING_KEY --name ci',
      'rtt keys trust release --expires 2030-01-31T12:00:00Z',
      'rtt keys revoke 485cca5cef471f88',
    ],
    load: () => import('./commands/keys.ts'),
  },
  {
    usage: 'mcp <what> [words...]',
    group: operate,
    summary: 'lock NAME: ask a server for its tools, and write them down',
    options: [
      ['--network', 'let the program use the network (package runners fetch)'],
      ['--no-sandbox', 'start the program without a sandbox'],
      ['--env <names>', 'variables that the program is given, separated by commas'],
      ['--timeout <seconds>', 'how long to wait for it (default: 20)'],
    ],
    load: () => import('./commands/mcp.ts'),
    examples: [
      'rtt mcp lock files -- node tools/files.js',
      'rtt mcp lock github --network --env GITHUB_TOKEN -- npx -y @acme/github-mcp',
      'rtt mcp lock search https://mcp.example.com/v1',
    ],
  },
  {
    usage: 'recover',
    group: operate,
    summary: 'finish or undo what a crash interrupted',
    load: () => import('./commands/recover.ts'),
  },
]
