import type { Edit, Kind } from '../edit.ts'
import { homeOf, languageOf, type Repository, type Text } from '../repository.ts'

type Found = Omit<Edit, 'kind' | 'isBreaking'>

const protosOf = (r: Repository): Text[] =>
  r.texts.filter((t) => t.path.endsWith('.proto') && !/package grpc\./.test(t.text))

const pascal = (name: string): string =>
  name.replace(/(?:^|_)([a-z])/g, (_, c: string) => c.toUpperCase())

const camel = (name: string): string => pascal(name).replace(/^./, (c) => c.toLowerCase())

/** Code that names a member in one of the spellings that generators give it. */
const usersOf = (r: Repository, member: string): string[] => {
  const words = [...new Set([member, pascal(member), camel(member), `get${pascal(member)}`])]
  const word = new RegExp(`(?<![\\w$])(?:[gs]et_?|add|with)?(?:${words.join('|')})(?!\\w)`)
  return r.code.filter((t) => word.test(t.text)).map((t) => t.path)
}

/** The blocks of a kind with what stands in them: messages, services. */
const blocks = (text: string, kind: 'message' | 'service'): ReadonlyMap<string, string> =>
  new Map(
    [...text.matchAll(new RegExp(`^${kind} (\\w+) *\\{([^]*?)^\\}`, 'gm'))].map((m) => [
      m[1]!,
      m[2]!,
    ]),
  )

const wordsIn = (text: string): ReadonlySet<string> => new Set(text.match(/\w+/g))

/** What can be reached from services that some program calls by a generated stub. */
const calledText = (r: Repository): string => {
  const text = protosOf(r)
    .map((t) => t.text)
    .join('\n')
  const messages = blocks(text, 'message')
  const called = [...blocks(text, 'service')].filter(([name]) =>
    r.code.some((t) =>
      new RegExp(`(?:New)?${name}(?:Client|Stub|Grpc\\.\\w+Stub)\\b`).test(t.text),
    ),
  )
  const out = new Map(called)
  const waiting = called.flatMap(([, body]) => [...wordsIn(body)])
  for (let word = waiting.pop(); word !== undefined; word = waiting.pop()) {
    const body = messages.get(word)
    if (body === undefined || out.has(word)) continue
    out.set(word, body)
    waiting.push(...wordsIn(body))
  }
  return [...out.values()].join('\n')
}

/** The members of messages and services: the same line in all copies of a file is one. */
const linesOf = (r: Repository, pattern: RegExp): { line: string; member: string }[] => {
  const found = new Map<string, string>()
  for (const t of protosOf(r))
    for (const line of t.lines) {
      const member = pattern.exec(line)?.[1]
      if (member !== undefined) found.set(line, member)
    }
  return [...found].map(([line, member]) => ({ line, member }))
}

const field = /^\s+(?:repeated |optional )?[\w.]+ (\w+) = \d+;/
const method = /^\s+rpc (\w+)\s*\(/

/** One edit a member, made in every copy of the contract, as a pull request would. */
const edits = (
  r: Repository,
  pattern: RegExp,
  change: (line: string, member: string) => string | undefined,
): Found[] => {
  const called = calledText(r)
  return linesOf(r, pattern).flatMap(({ line, member }): Found[] => {
    if (!called.includes(line)) return []
    const users = usersOf(r, member)
    const callers = r.code
      .filter((t) => /\w+Service(?:Client|Stub|Grpc)|new \w+\.\w+Service\(/.test(t.text))
      .map((t) => t.path)
    const copies = protosOf(r).filter((t) => t.lines.includes(line))
    const homes = new Set(users.map(homeOf))
    const next = change(line, member)
    if (homes.size < 2 || next === line) return []
    const files = new Map(
      copies.map((t) => [
        t.path,
        t.lines.flatMap((l) => (l === line ? (next === undefined ? [] : [next]) : [l])).join('\n'),
      ]),
    )
    return [
      {
        format: languageOf(users[0]!),
        what: `${line.trim()} in ${[...files.keys()].join(', ')}`,
        files,
        side: [...files.keys()],
        // Who calls it is named where it is used, or else where it is called.
        other: [...users, ...callers],
        codes: ['RTT2010'],
      },
    ]
  })
}

const kind = (
  name: string,
  pattern: RegExp,
  change: (line: string, member: string) => string | undefined,
): Kind => ({ name, isBreaking: true, find: (r) => edits(r, pattern, change) })

export const protoKinds: readonly Kind[] = [
  kind('proto field dropped', field, () => undefined),
  kind('proto field has another type', field, (line) =>
    /\bstring \w+ =/.test(line)
      ? line.replace('string ', 'int64 ')
      : line.replace(/\b(?:u?int(?:32|64)|float|double|bool) (?=\w+ =)/, 'string '),
  ),
  kind('proto field renumbered', field, (line) =>
    line.replace(/= (\d+);/, (_, n: string) => `= ${Number(n) + 70};`),
  ),
  kind('proto method renamed', method, (line, member) => line.replace(member, `${member}V2`)),
]
