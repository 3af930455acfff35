import assert from 'node:assert/strict'
import { test } from 'node:test'
import { configReader } from '../../../src/read/config/reader.ts'
import { linkLines } from '../../links.ts'

const read = (path: string, text: string) => configReader.read({ path, text }).code?.[0]
const mentions = (path: string, text: string): string[] =>
  (read(path, text)?.mentions ?? []).map((m) => `${m.key}${m.isLoose ? '~' : ''} @${m.at.line}`)

const cases: readonly (readonly [path: string, text: string, mentions: readonly string[]])[] = [
  // No rule is known: most libraries take the path of a setting behind a prefix of their own.
  ['a/config.yml', 'general:\n  public_url: http://x\n', ['GENERAL_PUBLIC_URL~ @2']],
  ['a/config.toml', '[store.main]\nhost = "db"\n', ['STORE_MAIN_HOST~ @2']],
  // One word is in the name of too many variables, and a long path in none.
  ['a/config.yml', 'url: http://x\n', []],
  ['a/config.yml', 'a: { b: { c: { d: { url: "http://x" } } } }\n', []],
  // A text that is a variable is no value that another one could stand before.
  ['a/config.yml', 'store:\n  host: STORE_HOST\n', ['STORE_HOST @2']],
  // No address, by its name or by its text.
  ['a/config.yml', 'general:\n  name: shop\n  url: http://x\n', ['GENERAL_URL~ @3']],
]

for (const [path, text, found] of cases)
  test(`a variable may stand before a setting: ${path} ${text.trim().split('\n').at(-1)}`, () => {
    assert.deepEqual(mentions(path, text), found)
  })

test('a variable behind the prefix of a library sets what a setting is the default of', () => {
  const files = (key: string) => ({
    'docker-compose.yml': `services:\n  app:\n    build: ./app\n    environment: { ${key}: "http://cart:80" }\n  cart: { image: acme/cart }\n`,
    'app/config.yml': 'general:\n  public_url: http://example.org\n',
    'app/main.py': 'x = 1\n',
  })
  assert.deepEqual(linkLines(files('APP_GENERAL_PUBLIC_URL')), [
    'app#APP_GENERAL_PUBLIC_URL -> cart http',
  ])
  assert.deepEqual(linkLines(files('APP_SPECIAL_PUBLIC_URL')), [])
  assert.deepEqual(linkLines(files('APP_PUBLIC_URL')), [])
})

test('an address of the machine itself is marked as such, whatever it is written like', () => {
  const local = (url: string): boolean[] =>
    (read('a/config.yml', `peer:\n  url: ${url}\n`)?.endpoints ?? []).map((e) => e.isLocal === true)
  for (const url of ['http://localhost:80', 'http://127.0.0.1:80', 'http://0.0.0.0:80'])
    assert.deepEqual(local(url), [true], url)
  assert.deepEqual(local('http://peer:80'), [false])
})
