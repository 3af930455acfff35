import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ignore } from '../../../src/core/findings/ignored.ts'
import { openFindings } from '../../../src/core/findings/open.ts'
import { line, scanFiles } from '../../findings.ts'

const files = {
  'compose.yml':
    'services:\n  app:\n    image: acme/app\n    environment:\n      CART_URL: http://basket:1\n      ADS_URL: http://ads/x:1\n',
}
const ignore = (given: Partial<Ignore>): Ignore => ({
  code: 'RTT1112',
  reason: 'started by hand',
  at: { path: '.rtt/panel.json', line: 3 },
  ...given,
})
const open = (given: Partial<Ignore>): string[] =>
  openFindings(scanFiles(files, { ignore: [ignore(given)] }).findings).map(line)

const cart = 'warning RTT1112 app CART_URL basket:1 @ compose.yml:5'
const ads = 'warning RTT1112 app ADS_URL ads @ compose.yml:6'
const idle = (ends: string): string => `note RTT1121 ${ends} @ .rtt/panel.json:3`

const rows: readonly (readonly [string, Partial<Ignore>, readonly string[]])[] = [
  ['a code', {}, []],
  ['a code and ends', { ends: ['app', 'CART_URL', 'basket:1'] }, [ads]],
  ['a star for an end', { ends: ['app', '*', '*'] }, []],
  ['a star in an end', { ends: ['*', 'CART_*', 'bask*'] }, [ads]],
  ['fewer ends are other ends', { ends: ['app'] }, [cart, ads, idle('RTT1112 app')]],
  ['a path', { path: 'comp*.yml' }, []],
  ['another path', { path: 'k8s/**' }, [cart, ads, idle('RTT1112')]],
  ['another code', { code: 'RTT1113' }, [cart, ads, idle('RTT1113')]],
]
for (const [name, given, expected] of rows)
  test(`ignored: ${name}`, () => assert.deepEqual(open(given), expected))

test('an accepted finding stays, with the reason', () => {
  const { findings } = scanFiles(files, { ignore: [ignore({})] })
  assert.deepEqual(
    findings.map((f) => f.ignored),
    ['started by hand', 'started by hand'],
  )
})
