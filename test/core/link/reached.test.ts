import assert from 'node:assert/strict'
import { test } from 'node:test'
import { reachedFiles } from '../../../src/core/link/reached.ts'
import type { CodeFacts } from '../../../src/core/model/code.ts'
import { linkLines } from '../../links.ts'
import { codeOf } from './code.ts'

const compose = (names: readonly string[]): string =>
  `services:\n${names
    .map(
      (n) =>
        `  ${n}:\n    build: ./${n}\n    environment: { PRICES_ADDR: "prices:1", STOCK_ADDR: "stock:1" }\n`,
    )
    .join('')}  prices:\n    image: acme/prices\n  stock:\n    image: acme/stock\n`

const files = (main: string): Record<string, string> => ({
  'go.mod': 'module acme.dev/shop\n\ngo 1.22\n',
  'docker-compose.yml': compose(['web']),
  'web/Dockerfile': 'FROM golang\nCOPY . .\n',
  'web/main.go': `package main\nimport "acme.dev/shop/clients"\nfunc main() {\n\t${main}\n}\n`,
  'clients/clients.go': [
    'package clients',
    'import "os"',
    'func NewPrices() Client {',
    '\treturn dial(os.Getenv("PRICES_ADDR"))',
    '}',
    'func NewStock() (client Client, close func() error, err error) {',
    '\treturn dial(os.Getenv("STOCK_ADDR"))',
    '}',
    'func Both() {',
    '\tNewPrices()',
    '\tNewStock()',
    '}',
    '',
  ].join('\n'),
})

test('of a package that services share, the functions that one takes speak for it', () => {
  assert.deepEqual(linkLines(files('clients.NewPrices()')), ['web#PRICES_ADDR -> prices http'])
  assert.deepEqual(linkLines(files('clients.NewStock()')), ['web#STOCK_ADDR -> stock http'])
})

test('what a needed function calls is needed, too', () => {
  assert.deepEqual(linkLines(files('clients.Both()')), [
    'web#PRICES_ADDR -> prices http',
    'web#STOCK_ADDR -> stock http',
  ])
})

const at = (line: number) => ({ path: 'shared/names.go', line })
const constants = (more: Partial<CodeFacts> = {}): CodeFacts =>
  codeOf('shared/names.go', {
    lang: 'go',
    assignments: ['CartAddr', 'MailAddr', 'inner'].map((name, i) => ({
      name,
      value: { kind: 'literal', value: `${name}:80` },
      at: at(i + 1),
    })),
    ...more,
  })
const main = (...uses: string[]): CodeFacts => codeOf('web/main.go', { lang: 'go', uses })

const idle: readonly (readonly [why: string, files: CodeFacts[], kept: readonly string[]])[] = [
  ['only those that a service takes', [constants(), main('CartAddr')], ['CartAddr', 'inner']],
  ['none of a test', [constants(), { ...main('CartAddr'), scope: 'test' }], ['inner']],
  [
    'those that the package names itself',
    [
      constants({ endpoints: [] }),
      codeOf('shared/dial.go', {
        lang: 'go',
        assignments: [{ name: 'x', value: { kind: 'name', name: 'names.MailAddr' }, at: at(9) }],
      }),
      main(),
    ],
    ['MailAddr', 'inner'],
  ],
  [
    'those in a function that is needed',
    [constants({ functions: [{ name: 'Dial', from: 2, to: 2, calls: [] }] }), main('Dial')],
    ['MailAddr', 'inner'],
  ],
  [
    'all of another language',
    [constants({ lang: 'python' }), main()],
    ['CartAddr', 'MailAddr', 'inner'],
  ],
  [
    'all of its own',
    [constants({ path: 'web/names.go' }), main()],
    ['CartAddr', 'MailAddr', 'inner'],
  ],
]

for (const [why, files, kept] of idle)
  test(`of the constants of a package that services share, a service has ${why}`, () => {
    const found = reachedFiles(files, (path) => path.startsWith('web/'))
    assert.deepEqual(
      found[0]!.assignments.map((a) => a.name),
      kept,
    )
  })
