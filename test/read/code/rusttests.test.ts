import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeReader } from '../../../src/read/code/reader.ts'

const reads = (text: string): readonly (string | number)[][] =>
  (codeReader.read({ path: 'src/lib.rs', text }).code ?? []).flatMap((c) =>
    c.reads.map((r) => [r.key, r.at.line]),
  )

const read = (key: string): string => `std::env::var("${key}")`

test('what only tests of Rust read is not read by the program, and lines keep their numbers', () => {
  const text = [
    '#[cfg(test)]',
    'mod tests {',
    `  fn a() { let s = "}"; ${read('IN_MODULE')}; }`,
    '}',
    '#[tokio::test(flavor = "multi_thread")]',
    '#[ignore]',
    `async fn b() { ${read('IN_TEST')}; }`,
    '#[cfg(test)]',
    'mod elsewhere;',
    `fn run() { ${read('IN_PROGRAM')}; }`,
    '#[cfg(not(test))]',
    `fn c() { ${read('NOT_IN_TESTS')}; }`,
    '#[derive(Test)]',
    `fn d() { ${read('DERIVED')}; }`,
    '#[cfg(feature = "test")]',
    `fn e() { ${read('OF_A_FEATURE')}; }`,
  ].join('\n')
  assert.deepEqual(reads(text), [
    ['IN_PROGRAM', 10],
    ['NOT_IN_TESTS', 12],
    ['DERIVED', 14],
    ['OF_A_FEATURE', 16],
  ])
})

test('a test without an end takes the rest of its file and nothing else', () => {
  assert.deepEqual(
    reads(`fn a() { ${read('BEFORE')}; }\n#[test]\nfn b() { ((( ${read('IN_TEST')}`),
    [['BEFORE', 1]],
  )
  assert.deepEqual(reads('#[test]'), [])
  assert.deepEqual(reads('#[cfg(test'), [])
})
