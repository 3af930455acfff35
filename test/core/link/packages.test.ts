import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { packageLinks } from '../../../src/core/link/packages.ts'
import { wiringOf } from '../../../src/core/link/wiring.ts'
import type { CodeFacts } from '../../../src/core/model/code.ts'
import type { Package } from '../../../src/core/model/package.ts'
import type { ScanResult } from '../../../src/core/model/scan.ts'
import type { Service } from '../../../src/core/model/service.ts'
import { pkg } from '../doctor/packages.ts'

const code = (path: string, lang: string, ...specifiers: string[]): CodeFacts => ({
  path,
  lang,
  scope: 'main',
  endpoints: [],
  reads: [],
  assignments: [],
  helpers: [],
  keyCalls: [],
  imports: specifiers.map((specifier, i) => ({ specifier, at: { path, line: i + 1 } })),
})

const versioned = (p: Package, version: string): Package => ({ ...p, version })
const aliased = (p: Package, alias: string): Package => ({
  ...p,
  dependencies: p.dependencies.map((d) => ({ ...d, alias })),
})

const found = (packages: readonly Package[], files: readonly CodeFacts[]): string[] =>
  packageLinks({ packages, code: files, services: [] }).map(
    (l) => `${l.from} -> ${l.to} ${l.status}`,
  )

const root = pkg('', { workspaces: ['packages/*'] })
const prices = versioned(pkg('packages/prices', { name: '@shop/prices' }), '1.2.0')
const web = (...asks: string[]): Package => pkg('packages/web', { name: '@shop/web', asks })
const use = code('packages/web/src/a.ts', 'typescript', '@shop/prices/eur')

const cases: readonly (readonly [string, readonly Package[], readonly CodeFacts[], string[]])[] = [
  [
    'listed and imported is confirmed, by the name or a path in it',
    [root, prices, web('@shop/prices workspace:*')],
    [use],
    ['@shop/web -> @shop/prices confirmed'],
  ],
  [
    'listed only is declared, whatever others import and whatever stands behind the name',
    [root, prices, web('devDependencies.@shop/prices workspace:^')],
    [
      code('packages/web/a.ts', 'typescript', '@shop/prices-extra', './@shop/prices'),
      code('packages/other/a.ts', 'typescript', '@shop/prices'),
    ],
    ['@shop/web -> @shop/prices declared'],
  ],
  ['imported only is no link', [root, prices, web()], [use], []],
  [
    'a range that the version in the repository does not fit leads to a registry',
    [root, prices, web('@shop/prices ^0.9.0')],
    [use],
    [],
  ],
  [
    'a range that it fits leads to the repository',
    [root, prices, web('@shop/prices ^1.0.0')],
    [use],
    ['@shop/web -> @shop/prices confirmed'],
  ],
  [
    'its own name without a version is for overrides; another name, a catalog and a tag are not known',
    [
      root,
      prices,
      web('@shop/prices npm:@shop/prices', '@x/a npm:@shop/prices@1', '@x/b catalog:'),
    ],
    [use],
    ['@shop/web -> @shop/prices confirmed'],
  ],
  [
    'a path leads to the package in that folder, imported by the name that the manifest gives it',
    [root, prices, web('rates link:../prices')],
    [code('packages/web/a.js', 'javascript', 'rates')],
    ['@shop/web -> @shop/prices confirmed'],
  ],
  [
    'a workspace range may name another package than the key',
    [root, prices, web('rates workspace:@shop/prices@*')],
    [code('packages/web/a.js', 'javascript', 'rates')],
    ['@shop/web -> @shop/prices confirmed'],
  ],
  [
    'a package that no workspace lists is none of them, and files below it are its own',
    [
      root,
      prices,
      web('@shop/prices workspace:*'),
      pkg('packages/web/fixtures/app', { name: 'fixture', asks: ['@shop/prices workspace:*'] }),
    ],
    [code('packages/web/fixtures/app/a.ts', 'typescript', '@shop/prices')],
    ['@shop/web -> @shop/prices declared'],
  ],
  [
    'a workspace within a workspace belongs to both',
    [
      pkg('', { workspaces: ['packages/*', 'packages/web/*'] }),
      prices,
      pkg('packages/web', { name: '@shop/web', workspaces: ['*'] }),
      pkg('packages/web/ui', { name: 'ui', asks: ['@shop/prices workspace:*'] }),
    ],
    [code('packages/web/ui/a.ts', 'typescript', '@shop/prices')],
    ['ui -> @shop/prices confirmed'],
  ],
  [
    'two packages of one name are told apart by nobody',
    [
      root,
      prices,
      pkg('packages/again', { name: '@shop/prices' }),
      web('@shop/prices workspace:*'),
    ],
    [use],
    [],
  ],
  [
    'Cargo: crates by path or workspace, imported with underscores or by another name',
    [
      pkg('', {
        ecosystem: 'cargo',
        workspaces: ['crates/*'],
        asks: ['workspace.dependencies.shop-core *'],
      }),
      pkg('crates/core', { ecosystem: 'cargo', name: 'shop-core' }),
      pkg('crates/api', {
        ecosystem: 'cargo',
        name: 'shop-api',
        asks: ['shop-core path = "../core"'],
      }),
      aliased(
        pkg('crates/cli', {
          ecosystem: 'cargo',
          name: 'shop-cli',
          asks: ['shop-core workspace = true'],
        }),
        'kernel',
      ),
    ],
    [
      code('crates/api/src/main.rs', 'rust', 'shop_core'),
      code('crates/cli/src/main.rs', 'rust', 'kernel'),
    ],
    ['shop-api -> shop-core confirmed', 'shop-cli -> shop-core confirmed'],
  ],
  [
    'Go: modules of the repository; what is only indirect is not asked for',
    [
      pkg('a', {
        ecosystem: 'gomod',
        name: 'x/a',
        asks: ['require.x/b v0.0.0', 'indirect.x/c v1.0.0'],
      }),
      pkg('b', { ecosystem: 'gomod', name: 'x/b' }),
      pkg('c', { ecosystem: 'gomod', name: 'x/c' }),
    ],
    [code('a/main.go', 'go', 'fmt', 'x/b/store', 'x/c')],
    ['x/a -> x/b confirmed'],
  ],
  [
    'Maven: modules by coordinates, imports by the packages that their sources hold',
    [
      pkg('api', {
        ecosystem: 'maven',
        name: 'shop:api',
        asks: ['shop:core 1.0', 'shop:log 1.0'],
      }),
      pkg('core', { ecosystem: 'maven', name: 'shop:core' }),
      pkg('log', { ecosystem: 'maven', name: 'shop:log' }),
    ],
    [
      code(
        'api/src/main/java/com/shop/api/A.java',
        'java',
        'com.shop.core.Price.EUR',
        'com.shop.logs.X',
      ),
      code('core/src/main/java/com/shop/core/Price.java', 'java'),
      code('log/src/main/java/com/shop/log/L.java', 'java'),
    ],
    ['shop:api -> shop:core confirmed', 'shop:api -> shop:log declared'],
  ],
  [
    'uv: members by their name however spelled, imports by the modules below their folder',
    [
      pkg('', {
        ecosystem: 'pep440',
        name: 'shop',
        workspaces: ['libs/*'],
        asks: ['Shop_Prices '],
      }),
      pkg('libs/prices', { ecosystem: 'pep440', name: 'shop-prices' }),
    ],
    [
      code('main.py', 'python', 'shop_prices.eur'),
      code('libs/prices/src/shop_prices/eur.py', 'python', 'decimal'),
    ],
    ['shop -> shop-prices confirmed'],
  ],
]

for (const [name, packages, files, wanted] of cases)
  test(`packages: ${name}`, () => {
    assert.deepEqual(found(packages, files), wanted)
  })

test('the order of packages and files changes nothing', () => {
  const [, packages, files] = cases[0]!
  const more = [...packages, ...cases[11]![1]]
  const all = [...files, ...cases[11]![2]]
  const wanted = packageLinks({ packages: more, code: all, services: [] })
  assert.equal(wanted.length, 3)
  fc.assert(
    fc.property(
      fc.shuffledSubarray(more, { minLength: more.length }),
      fc.shuffledSubarray(all, { minLength: all.length }),
      (p, c) => assert.deepEqual(packageLinks({ packages: p, code: c, services: [] }), wanted),
    ),
  )
})

test('a link has both places, and is inner where a service is built from the workspace', () => {
  const packages = [root, prices, web('@shop/prices workspace:*')]
  const service = { name: 'web', path: 'packages/web', kind: 'service' } as Service
  const { path, ...image } = service
  const outer = packageLinks({ packages, code: [use], services: [] })
  const inner = packageLinks({ packages, code: [use], services: [service] })
  assert.deepEqual(
    outer[0]!.evidence.map((e) => `${e.path}:${e.line} ${e.signal}`),
    ['packages/web/package.json:2 manifest', 'packages/web/src/a.ts:1 import'],
  )
  assert.equal(inner[0]!.isInner, true)
  const innerWith = (s: Service) =>
    packageLinks({ packages, code: [use], services: [s] })[0]!.isInner ?? false
  assert.equal(innerWith(image), true)
  assert.equal(innerWith({ ...service, path: 'examples/web' }), false)
  assert.equal(innerWith({ ...image, kind: 'datastore' }), false)
  const wiring = (imports: typeof outer) =>
    wiringOf({ links: [], imports } as unknown as ScanResult)
  assert.deepEqual(wiring(inner), [])
  assert.equal(wiring(outer)[0]!.via, 'import')
})
