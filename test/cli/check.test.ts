import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeRepository } from '../repository.ts'
import { rtt } from './run.ts'

const compose = (url: string): string =>
  `services:\n  web:\n    build: ./web\n    environment:\n      CART_URL: ${url}\n  cart:\n    build: ./cart\n`
const shop = (url: string, panel?: string): Record<string, string> => ({
  '.git/HEAD': '',
  'compose.yml': compose(url),
  'web/Dockerfile': 'FROM node:22\n',
  'web/web.js': 'fetch(process.env.CART_URL)\n',
  'cart/Dockerfile': 'FROM node:22\nEXPOSE 7070\n',
  'cart/cart.js': 'http.createServer().listen(7070)\n',
  ...(panel === undefined ? {} : { '.rtt/panel.json': panel }),
})
const ignoring = (entry: string): string =>
  `{ "v": 1,\n  "findings": { "ignore": [\n    ${entry}\n  ] } }\n`

const inShop = (
  given: { url?: string; panel?: string },
  work: (root: string, write: (path: string, text: string) => void) => void,
): void => {
  const repository = makeRepository(shop(given.url ?? 'http://cart:7071', given.panel))
  try {
    work(repository.root, repository.write)
  } finally {
    repository.remove()
  }
}

test('an error finding is exit 3, shown with both places; without it the exit is 0', () => {
  inShop({}, (root, write) => {
    const found = rtt(root, ['check'])
    assert.equal(found.exit, 3)
    assert.match(found.stdout, /^error\[RTT1113\]: web is to dial cart:7071, where nobody listens/)
    assert.match(found.stdout, /compose\.yml:5\n {2}5 \| {7}CART_URL: http:\/\/cart:7071/)
    assert.match(found.stdout, /cart\/Dockerfile:2\n.*EXPOSE 7070\n.*cart listens on 7070/)
    assert.match(found.stdout, /1 finding: 1 error\n$/)
    write('compose.yml', compose('http://cart:7070'))
    const clean = rtt(root, ['check'])
    assert.equal(clean.exit, 0)
    assert.equal(clean.stdout, 'No wiring faults.\n')
  })
})

test('findings never fail up, whose plan knows them; a new one fails verify', () => {
  inShop({}, (root) => {
    const up = rtt(root, ['up'])
    assert.equal(up.exit, 0)
    assert.match(up.stdout, /error\[RTT1113\]/)
    assert.match(rtt(root, ['up']).stdout, /1 finding: rtt check/)
    assert.match(rtt(root, ['scan']).stdout, /error\[RTT1113\]/)
    const verified = rtt(root, ['verify'])
    assert.equal(verified.exit, 0)
    assert.match(verified.stdout, /PASS {2}findings {7}1 error, 0 warnings, 0 notes, all known to/)
    const compose = join(root, 'compose.yml')
    writeFileSync(compose, readFileSync(compose, 'utf8').replace('cart:7071', 'cart:7072'))
    const broken = rtt(root, ['verify'])
    assert.equal(broken.exit, 3)
    assert.match(broken.stdout, /FAIL {2}findings +1 new: .*\[RTT1113\]/s)
  })
})

test('an accepted finding is counted, not shown, and no error; the reason is kept', () => {
  const entry =
    '{ "code": "RTT1113", "ends": ["web", "*", "cart:*"], "reason": "a proxy listens there" }'
  inShop({ panel: ignoring(entry) }, (root) => {
    const done = rtt(root, ['check'])
    assert.equal(done.exit, 0)
    assert.equal(done.stdout, 'No wiring faults. 1 ignored.\n')
    const { findings, counts } = rtt(root, ['check', '--json']).json()
    assert.equal(findings[0].ignored, 'a proxy listens there')
    assert.deepEqual(counts, { error: 0, warning: 0, note: 0, ignored: 1 })
  })
})

test('an entry that fits nothing is a note at its line', () => {
  inShop(
    { url: 'http://cart:7070', panel: ignoring('{ "code": "RTT1113", "reason": "old" }') },
    (root) => {
      const done = rtt(root, ['check'])
      assert.equal(done.exit, 0)
      assert.match(done.stdout, /^note\[RTT1121\]: no finding is RTT1113\n {2}\.rtt\/panel\.json:3/)
    },
  )
})

const mistakes: readonly (readonly [string, string, RegExp])[] = [
  [
    'an unknown code',
    '{ "code": "RTT0000", "reason": "x" }',
    /no diagnostic has this\s+code\n {2}\.rtt\/panel\.json:3/,
  ],
  ['no reason', '{ "code": "RTT1113" }', /reason.*\n(?:.*\n)? {2}\.rtt\/panel\.json:3/],
  [
    'an empty reason',
    '{ "code": "RTT1113", "reason": " " }',
    /say why it is\s+ignored\n {2}\.rtt\/panel\.json:3/,
  ],
]
for (const [name, entry, expected] of mistakes)
  test(`ignoring with ${name} is a mistake of the configuration, with its line`, () => {
    inShop({ panel: ignoring(entry) }, (root) => {
      const done = rtt(root, ['check'])
      assert.equal(done.exit, 2)
      assert.match(done.stderr, /RTT6003/)
      assert.match(done.stderr, expected)
    })
  })

test('--format sarif is SARIF 2.1.0, accepted findings among them', () => {
  const entry = '{ "code": "RTT1113", "reason": "known" }'
  inShop({ panel: ignoring(entry) }, (root) => {
    const log = JSON.parse(rtt(root, ['check', '--format', 'sarif']).stdout)
    assert.equal(log.version, '2.1.0')
    assert.match(log.$schema, /sarif-2\.1\.0\.json$/)
    assert.equal(log.runs.length, 1)
    const [{ tool, results, columnKind }] = log.runs
    assert.equal(columnKind, 'utf16CodeUnits')
    assert.equal(tool.driver.name, 'rtt')
    for (const rule of tool.driver.rules) {
      assert.match(rule.id, /^RTT\d{4}$/)
      assert.equal(typeof rule.shortDescription.text, 'string')
      assert.ok(['error', 'warning', 'note'].includes(rule.defaultConfiguration.level))
    }
    assert.equal(results.length, 1)
    for (const r of results) {
      assert.equal(tool.driver.rules[r.ruleIndex].id, r.ruleId)
      assert.ok(['error', 'warning', 'note'].includes(r.level))
      assert.ok(r.message.text.length > 0)
      assert.deepEqual(r.suppressions, [{ kind: 'external', justification: 'known' }])
      assert.equal(r.partialFingerprints['rttEnds/v1'], 'RTT1113 web CART_URL cart:7071')
      for (const l of [...r.locations, ...r.relatedLocations]) {
        const { artifactLocation, region } = l.physicalLocation
        assert.match(artifactLocation.uri, /^[^/\\\s][^\\\s]*$/)
        assert.ok(Number.isInteger(region.startLine) && region.startLine > 0)
      }
      for (const l of r.relatedLocations) assert.ok(l.message.text.length > 0)
    }
  })
})

test('--format github is one command a finding, on one line', () => {
  inShop({}, (root) => {
    const { stdout, exit } = rtt(root, ['check', '--format', 'github'])
    assert.equal(exit, 3)
    assert.match(
      stdout,
      /^::error file=compose\.yml,line=5,title=RTT1113::web is to dial cart:7071[^\n]*%0A[^\n]*\n$/,
    )
  })
})

test('--format json is what --json prints; another format is a mistake', () => {
  inShop({}, (root) => {
    const a = rtt(root, ['check', '--format', 'json'])
    assert.deepEqual(a.json(), rtt(root, ['check', '--json']).json())
    const b = rtt(root, ['check', '--format', 'pdf'])
    assert.equal(b.exit, 2)
    assert.match(b.stderr, /Write --format text, json, sarif or github\./)
  })
})
