import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mentionsIn } from '../../../src/core/link/mentions.ts'
import type { CodeFacts, Mention } from '../../../src/core/model/code.ts'
import { codeOf } from './code.ts'

const at = (line: number) => ({ path: 'a.py', line })
const file = (...mentions: Mention[]): CodeFacts => codeOf('a.py', { mentions })
const exact = (key: string, line = 1): Mention => ({ key, at: at(line) })
const loose = (key: string, line = 1): Mention => ({ key, at: at(line), isLoose: true })

const cases: readonly (readonly [why: string, files: CodeFacts[], key: string, line?: number])[] = [
  ['a word of the code', [file(exact('CART_URL', 3))], 'CART_URL', 3],
  ['no part of a word', [file(exact('CART_URL'))], 'URL'],
  ['the name of a field', [file(loose('CART_URL', 4))], 'cart.url', 4],
  ['a field behind the name of the application', [file(loose('CART_URL', 5))], 'SHOP_CART_URL', 5],
  ['not one word alone behind it', [file(loose('URL'))], 'SHOP_URL'],
  [
    'but with what stands before it in the file',
    [file(loose('URL', 6), loose('SHOP'))],
    'SHOP_URL',
    6,
  ],
  [
    'a connection string of .NET, by whatever is behind it',
    [file(loose('CONNECTIONSTRINGS'), loose('DEFAULT_CONNECTION', 9))],
    'CUSTOMCONNSTR_DefaultConnection',
    9,
  ],
  ['and not in another file', [file(loose('URL')), file(loose('SHOP'))], 'SHOP_URL'],
  ['not behind more words than applications have', [file(loose('CART_URL'))], 'A_B_C_CART_URL'],
  [
    'what is exact before what is loose',
    [file(loose('CART_URL', 7)), file(exact('CART_URL', 8))],
    'CART_URL',
    8,
  ],
]

for (const [why, files, key, line] of cases)
  test(`a variable is known: ${why}`, () => {
    assert.equal(mentionsIn(files)(key)?.at.line, line)
  })

test('a place of the code comes before the one of a library, whose protocol stays known', () => {
  const sdk: Mention = { ...exact('NATS_URL', 1), protocol: 'nats' }
  for (const files of [[file(sdk, exact('NATS_URL', 9))], [file(exact('NATS_URL', 9)), file(sdk)]])
    assert.deepEqual(mentionsIn(files)('NATS_URL'), { ...exact('NATS_URL', 9), protocol: 'nats' })
})

test('a constant that is called like a variable and filled from another one is no read of it', () => {
  const value = { kind: 'env' as const, key: 'BASKET_URL', at: at(1) }
  const renamed = {
    ...file(exact('CART_URL')),
    assignments: [{ name: 'CART_URL', value, at: at(1) }],
  }
  assert.equal(mentionsIn([renamed])('CART_URL'), undefined)
  const same = {
    ...renamed,
    assignments: [{ name: 'CART_URL', value: { ...value, key: 'CART_URL' }, at: at(1) }],
  }
  assert.equal(mentionsIn([same])('CART_URL')?.at.line, 1)
})
