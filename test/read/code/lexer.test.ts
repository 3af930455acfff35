import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dialectOf } from '../../../src/read/code/dialect.ts'
import { tokenize } from '../../../src/read/code/lexer.ts'
import { codeReader } from '../../../src/read/code/reader.ts'

const extensions = ['js', 'ts', 'py', 'go', 'java', 'rs', 'cs', 'php', 'rb', 'kt']
const texts = (path: string, text: string): string[] =>
  tokenize(text, dialectOf(path)!).map((t) => t.text)

test('any text is read in any language, without an error', () => {
  const pieces = fc.constantFrom(
    '"',
    "'",
    '`',
    '${',
    '}',
    '{',
    '(',
    ')',
    '[',
    ']',
    '/*',
    '*/',
    '//',
    '#',
    '\n',
    '\\',
    '=',
    'f"',
    'r#"',
    '<',
    '>',
    'a',
    'os.getenv',
    'fetch',
    ',',
    ':',
    '?',
    '||',
    '"""',
    '@',
    '$x',
    '%',
    'fmt.Sprintf',
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...extensions),
      fc.array(pieces, { maxLength: 80 }),
      (ext, parts) => {
        codeReader.read({ path: `a.${ext}`, text: parts.join('') })
      },
    ),
    { numRuns: 2000 },
  )
})

test('lines are counted through comments, strings and continuation', () => {
  const tokens = tokenize('/* a\nb */ x = `\n` + y\n# not a comment\nz', dialectOf('a.js')!)
  assert.deepEqual(
    tokens.filter((t) => t.kind === 'name').map((t) => `${t.text}@${t.line}`),
    ['x@2', 'y@3', 'not@4', 'a@4', 'comment@4', 'z@5'],
  )
})

for (const [what, make] of [
  ['open brackets', (n: number) => '('.repeat(n)],
  ['open calls', (n: number) => 'a('.repeat(n)],
  ['open template holes', (n: number) => '`${'.repeat(n)],
  ['open strings', (n: number) => '"\n'.repeat(n)],
  ['nested objects', (n: number) => '{a:'.repeat(n)],
  ['generic types', (n: number) => 'a<b'.repeat(n)],
  ['question marks', (n: number) => 'a?'.repeat(n)],
  ['assignments', (n: number) => 'a=b,'.repeat(n)],
  ['annotations', (n: number) => 'a:b '.repeat(n)],
] as const) {
  test(`${what} without end cost time in proportion to their number`, () => {
    const cost = (n: number): number => {
      const started = process.hrtime.bigint()
      codeReader.read({ path: 'a.ts', text: make(n) })
      return Number(process.hrtime.bigint() - started) / 1e6
    }
    cost(1000)
    const small = Math.max(cost(4000), 2)
    assert.ok(
      cost(32_000) < small * 8 * 6 + 200,
      `8 times the input took more than 48 times as long as ${small} ms`,
    )
  })
}

test('strings of each language end where they end', () => {
  assert.deepEqual(
    texts('a.rs', `let s = r#"a "b" c"#; let l: &'a str = 'x';`).filter(
      (t) => t.startsWith('r#') || t === "'x'",
    ),
    [`r#"a "b" c"#`, "'x'"],
  )
  assert.deepEqual(texts('a.go', 'x := `a "b` + "c"').slice(-3), ['`a "b`', '+', '"c"'])
  // A backslash keeps the mark from closing, and stays where it is.
  assert.deepEqual(texts('a.py', String.raw`x = r'\d\'' + 1`).slice(-3), [
    String.raw`r'\d\''`,
    '+',
    '1',
  ])
})
