import { type RouteStep, shortRoute } from '../../app/gate/steps.ts'
import type { Verified } from '../../app/verify.ts'
import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import type { Place } from '../../core/model/place.ts'

const stepsShown = 30
const diagnosticsShown = 20

/** Text of a repository in Markdown: nothing of it is markup, a link or a mention. */
const plain = (text: string): string =>
  text.replace(/[\r\n]+/g, ' ').replace(/([\\`*_{}[\]()#+!|~<>@-])/g, '\\$1')

/** Code spans hold everything but the mark that ends them. */
const code = (text: string): string => `\`${text.replace(/[`\r\n]+/g, "'")}\``

const placeText = ({ path, line }: Place): string => code(`${path}:${line}`)

const marks = { add: '+', change: '~', remove: '−' } as const

const changes = (steps: readonly RouteStep[]): string[] => {
  if (steps.length === 0) return []
  const rows = steps
    .slice(0, stepsShown)
    .map(
      (s) =>
        `| ${marks[s.op]} | ${code(shortRoute(s))} | ${plain(s.class)} | ${plain(s.what.join('; '))} |`,
    )
  const more = steps.length - rows.length
  return [
    '#### What changes in the wiring',
    '',
    '| | route | via | what |',
    '|---|---|---|---|',
    ...rows,
    ...(more > 0 ? [`| | … and ${more} more | | |`] : []),
    '',
  ]
}

const problem = (d: Diagnostic): string[] => [
  `- **${d.code}** ${plain(d.summary)}`,
  ...(d.at ? [`  - ${placeText(d.at)}`] : []),
  ...(d.related ?? []).map((r) => `  - ${placeText(r.at)} ${plain(r.label)}`),
]

const problems = (all: readonly Diagnostic[]): string[] => {
  const told = all.filter((d) => d.code !== 'RTT2001')
  if (told.length === 0) return []
  const more = told.length - diagnosticsShown
  return [
    '#### Who is affected',
    '',
    ...told.slice(0, diagnosticsShown).flatMap(problem),
    ...(more > 0 ? [`- … and ${more} more: ${code('rtt verify --json')}`] : []),
    '',
  ]
}

/** What the one who made the change can do, by what is wrong. */
const remedy = ({ checks }: Verified): string[] => {
  const failed = checks.filter((c) => c.status === 'fail')
  if (failed.length === 0) return []
  if (failed.every((c) => c.exit === 10))
    return [
      'Only a signature is missing. Someone whose key is in the trust root signs it:',
      '',
      '```sh',
      'rtt approve',
      'git add plans && git commit -m "Approve the wiring" && git push',
      '```',
    ]
  return [
    'Mend the side that changed. Or, where it is meant, accept it with this change:',
    '',
    '```sh',
    'rtt approve   # shows all that is accepted, plans and signs it',
    'git add plans && git commit -m "Accept the wiring" && git push',
    '```',
  ]
}

/** A verification as a comment of a pull request: what changes, who is affected, how to accept it. */
export const toMarkdown = (v: Verified): string => {
  const failed = v.checks.filter((c) => c.status === 'fail')
  const title =
    failed.length === 0
      ? `### RTT: the wiring holds (${v.routes} routes)`
      : `### RTT: ${failed.length} of ${v.checks.length} checks of the wiring failed`
  const table = failed.map((c) => `| ${plain(c.name)} | ${plain(c.detail)} | ${c.code ?? ''} |`)
  return [
    title,
    '',
    ...(failed.length === 0
      ? []
      : ['| check | what is wrong | code |', '|---|---|---|', ...table, '']),
    ...changes(v.steps),
    ...problems(v.diagnostics),
    ...remedy(v),
  ]
    .join('\n')
    .trimEnd()
}
