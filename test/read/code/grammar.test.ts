import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { type Dialect, dialectOf } from '../../../src/read/code/dialect.ts'
import { tokenize } from '../../../src/read/code/lexer.ts'
import { lastOf } from '../../../src/read/code/node.ts'
import { parse } from '../../../src/read/code/parser.ts'
import { grammarOf, type Seen, viewOf } from './grammar.ts'

const root = join(import.meta.dirname, '../../..')

/** Everything of ours that is written the way people write, by language. */
const corpus = ['test/repos', 'test/fixtures/languages', 'templates/demo']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((p) =>
      join(folder, p).replaceAll('\\', '/'),
    ),
  )
  .filter((path) => dialectOf(path) !== undefined)
  .sort()

/**
 * What is told apart from calls by others, later: the heads of statements are walked like calls whose callee
 * is a keyword; Python's `'%s' % x` is told as the call that it stands for; a call of what a call answers with,
 * and the receiver of a Go method, have no name.
 */
const keywords = new Set([
  ...'if for while switch catch func import declare return using foreach lock match elif with'.split(
    ' ',
  ),
  'sprintf',
  '',
])

/** The grammar at hand is older than primary constructors: texts are compared, calls are not. */
const unread = new Set([
  'test/repos/forge/Bids.Worker/Program.cs',
  'test/repos/forge/Members.Api/MembersService.cs',
  'test/repos/market/shipping/CatalogClient.cs',
  'test/repos/market/shipping/ParcelContext.cs',
])

const hole = '\u0001'

const ours = (source: string, dialect: Dialect) => {
  const tokens = tokenize(source, dialect)
  return {
    calls: parse(tokens, dialect).calls.map(({ node }): [string, number] => [
      lastOf(node.callee).replace(/^\$/, ''),
      node.line,
    ]),
    texts: tokens
      .filter((t) => t.kind === 'text')
      .map((t) => `${t.line} ${t.parts!.map((p) => (typeof p === 'string' ? p : hole)).join('')}`),
  }
}

const isAt = (name: string, line: number) => (s: Seen) => s.name === name && s.lines.includes(line)

/** `- name line` for what only the grammar finds, `+ name line` for what only our reader does. */
const differences = async (path: string, source: string): Promise<string[]> => {
  const dialect = dialectOf(path)!
  const view = await viewOf(grammarOf(dialect.lang, path), source)
  const { calls, texts } = ours(source, dialect)
  const told = view.texts.map((t) => `${t.lines[0]} ${t.name}`)
  const inText = [
    ...told.filter((t) => !texts.includes(t)).map((t) => `- text ${t}`),
    ...texts.filter((t) => !told.includes(t)).map((t) => `+ text ${t}`),
  ]
  assert.equal(view.hasError, unread.has(path), `${path}: the grammar reads it`)
  if (view.hasError) return inText
  const like = [...view.calls, ...view.alike]
  const isInMacro = (line: number) => view.macros.some(([from, to]) => from <= line && line <= to)
  return [
    ...inText,
    ...view.calls
      .filter((c) => !calls.some(([name, line]) => isAt(name, line)(c)))
      .map((c) => `- call ${c.name} ${c.lines[0]}`),
    ...calls
      .filter(([name, line]) => !keywords.has(name) && !isInMacro(line))
      .filter(([name, line]) => !like.some(isAt(name, line)))
      .map(([name, line]) => `+ call ${name} ${line}`),
  ]
}

/** What went wrong once, and what is easily read wrongly. */
const snippets: Readonly<Record<string, string>> = {
  'a.tsx': String.raw`const a = <p>Don't {ask('why')}: it's {late ? 'no \'x\'' : "b"}</p>
f('d')
`,
  'a.ts': `app.get<{ Q: { a: string } }>('/x', (r) => g(r))
list(k).map<Map<A, B>>(h)
if (a < b) c(d > (e))
`,
  'a.js': `const r = s.replace(/['"]/g, '') / 2
return'x'
`,
  'a.py': String.raw`a = rf"^x/(?P<id>\d+){b}/?$"
c = r"\"d"
e = b"f" "g"
f('''h "i" 'j' ''')
`,
  'a.go': 'package a\n\nvar b = f(`c "d" \\`, "e \\"f\\" //", \'"\')\n',
  'a.java': String.raw`class A { String b = c("d \"e\" /*", '"', g.<H>i("j")); }
`,
  'a.rs': `fn a<'b>(c: &'b str) -> char { d(r#"e "f""#, b"g"); h::<Vec<u8>>("i"); '"' }
`,
  'a.cs': String.raw`class A {
  object B = new C { D = "e", F = @"g\""h""", I = $"{j("k")} l" };
  object M = n().O<P<Q>>("r");
}
`,
  'a.php': String.raw`<?php
$a = f("b {$c->d()} e $g->h i $j[0] {k}", 'l\m\\ \'n');
`,
  'a.rb': String.raw`a = b.empty?('c') ? d.save!("e #{f('g')}") : 'h\i'
j = k != l(m)
`,
  'a.kt': `val a = b("c $d.e", '"').i<J<K, L>>("m")
`,
}

const languages = [
  'typescript',
  'javascript',
  'python',
  'go',
  'java',
  'rust',
  'csharp',
  'php',
  'ruby',
  'kotlin',
]

for (const lang of languages)
  test(`${lang}: calls and texts are those that the grammar finds`, async () => {
    const own = corpus.filter((path) => dialectOf(path)!.lang === lang)
    assert.ok(own.length > 0)
    const found: Record<string, string[]> = {}
    for (const path of own) {
      const all = await differences(path, readFileSync(join(root, path), 'utf8'))
      if (all.length > 0) found[path] = all
    }
    for (const [path, source] of Object.entries(snippets)) {
      if (dialectOf(path)!.lang !== lang) continue
      const all = await differences(path, source)
      if (all.length > 0) found[path] = all
    }
    assert.deepEqual(found, {})
  })
