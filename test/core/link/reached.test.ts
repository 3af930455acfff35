import assert from 'node:assert/strict'
import { test } from 'node:test'
import { linkLines } from '../../links.ts'

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
