import { lastOf, type Node } from '../node.ts'
import { pathOf } from '../operations/path.ts'
import { argumentAt, optionOf } from '../operations/routers.ts'
import { type Call, isDecorator, type Source } from '../operations/source.ts'

/** A command as code registers it. */
export type Command = { readonly name: string; readonly line: number }

type Registered = {
  readonly callees: readonly string[]
  readonly langs: readonly string[]
  readonly library: RegExp
  readonly key?: string
}

const js = ['javascript', 'typescript']
/** How libraries name a command: the first argument, or a key of a literal. */
const registered: readonly Registered[] = [
  {
    callees: ['command'],
    langs: js,
    library: /['"](?:commander|yargs(?:\/\w+)?|cac|sade|caporal|@commander-js\/[\w-]+)['"]/,
  },
  { callees: ['add_parser'], langs: ['python'], library: /argparse/ },
  {
    callees: ['command', 'group'],
    langs: ['python'],
    library: /\b(?:click|typer|asyncclick|cyclopts)\b/,
  },
  { callees: ['cobra.Command'], langs: ['go'], library: /spf13\/cobra/, key: 'Use' },
  { callees: ['cli.Command'], langs: ['go'], library: /urfave\/cli/, key: 'Name' },
  { callees: ['Command.new', 'SubCommand.with_name'], langs: ['rust'], library: /\bclap\b/ },
]
const nameForm = /^[A-Za-z][\w:.-]{0,60}$/
const decoratorMax = 120

/** The command in `serve [port]`. */
const firstWord = (text: string): string | undefined => {
  const word = text.trim().split(/\s/)[0] ?? ''
  return nameForm.test(word) ? word : undefined
}

const isCallee = (callee: string, known: string): boolean =>
  known.includes('.') ? callee === known || callee.endsWith(`.${known}`) : lastOf(callee) === known

/** Python: the function below a decorator that gives no name. */
const functionBelow = (source: Source, at: number): string | undefined => {
  const i = source.tokens.slice(at, at + decoratorMax).findIndex((t) => t.text === 'def')
  return i < 0 ? undefined : source.tokens[at + i + 1]?.text.replaceAll('_', '-')
}

const textsOf = (node: Node | undefined, source: Source): string[] =>
  (node?.kind === 'list' ? node.items.slice(0, 1) : [node]).flatMap(
    (n) => pathOf(n, source.constants())?.text ?? [],
  )

const namesOf = (call: Call, at: number, known: Registered, source: Source): string[] => {
  const node = known.key
    ? optionOf(call, [known.key])
    : (argumentAt(call, 0) ?? optionOf(call, ['name']))
  const given = textsOf(node, source).flatMap((t) => firstWord(t) ?? [])
  if (source.lang !== 'python' || lastOf(call.callee) === 'add_parser') return given
  if (!isDecorator(call, at, source)) return []
  if (given.length > 0) return given
  const below = functionBelow(source, at)
  return below === undefined ? [] : [below]
}

const kebab = (name: string): string => name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()

/** clap's `#[derive(Subcommand)] enum Commands { Serve { … }, Migrate }`. */
const derived = (source: Source): Command[] => {
  const { tokens } = source
  if (source.lang !== 'rust' || !source.text.includes('Subcommand')) return []
  return tokens.flatMap((t, i): Command[] => {
    if (t.text !== 'Subcommand' || !/^[,()]$/.test(tokens[i - 1]?.text ?? '')) return []
    const head = tokens.slice(i, i + decoratorMax)
    const start = head.findIndex((x) => x.text === 'enum')
    const brace = start < 0 ? -1 : head.findIndex((x, k) => k > start && x.text === '{')
    const open = brace < 0 ? -1 : i + brace
    const close = open < 0 ? -1 : source.closes()[open]!
    const out: Command[] = []
    for (let k = open + 1; k < close; k++) {
      const x = tokens[k]!
      if (x.kind === 'name' && /^[A-Z]/.test(x.text))
        out.push({ name: kebab(x.text), line: x.line })
      const end = source.closes()[k]!
      if (end > k) k = end
      else if (x.kind === 'name') while (k + 1 < close && !/^[,({]$/.test(tokens[k + 1]!.text)) k++
    }
    return out
  })
}

/** Laravel's and Symfony's `$signature = 'orders:send {id}'`. */
const signatures = (source: Source): Command[] =>
  source.lang === 'php' && /extends\s+Command\b/.test(source.text)
    ? source.found.assignments.flatMap((a): Command[] => {
        const isName = a.target === 'signature' || a.target === 'defaultName'
        const name = isName && a.value.kind === 'text' ? firstWord(a.value.value) : undefined
        return name === undefined ? [] : [{ name, line: a.line }]
      })
    : []

/** Commands of command lines: commander, yargs, click, typer, argparse, cobra, clap, artisan. */
export const commandsOf = (source: Source): Command[] => {
  const known = registered.filter(
    (r) => r.langs.includes(source.lang) && r.library.test(source.text),
  )
  const lasts = new Set(known.flatMap((r) => r.callees.map(lastOf)))
  const calls = (known.length > 0 ? source.found.calls : []).flatMap(({ node, at }): Command[] => {
    if (!lasts.has(lastOf(node.callee))) return []
    const own = known.find((r) => r.callees.some((c) => isCallee(node.callee, c)))
    return own ? namesOf(node, at, own, source).map((name) => ({ name, line: node.line })) : []
  })
  return [...calls, ...derived(source), ...signatures(source)]
}
