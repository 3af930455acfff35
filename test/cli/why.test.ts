import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

test('why tells of a link, of a service, and of what it does not know', async () => {
  await withDemo((root) => {
    const link = rtt(root, ['why', 'web->pricing'])
    assert.equal(link.exit, 0)
    assert.match(
      link.stdout,
      /web\/src\/server\.ts:6 web reads PRICING_ADDR\n {4}\| const pricingAddr/,
    )
    assert.match(link.stdout, /docker-compose\.yml:6 PRICING_ADDR is set here/)
    assert.match(link.stdout, /so web -> pricing via grpc, confirmed\n$/)
    const part = rtt(root, ['why', 'pricing_addr', '--json']).json()
    assert.equal(part['link'].to, 'pricing')
    assert.deepEqual(part['missing'], [])

    const service = rtt(root, ['why', 'risk']).stdout
    assert.match(service, /called by:\n {4}pricing {2}http/)
    assert.match(service, /2 services break if it goes: pricing, web\n/)

    const several = rtt(root, ['why', 'LEDGER_URL'])
    assert.equal(several.exit, 8)
    assert.match(
      several.stderr,
      /RTT6006.*fits 2 links\n.*risk#LEDGER_URL -> ledger, web#LEDGER_URL/,
    )
    const unknown = rtt(root, ['why', 'ledgr'])
    assert.equal(unknown.exit, 2)
    assert.match(unknown.stderr, /Did you mean ledger\?/)
    assert.equal(rtt(root, ['why']).exit, 2)
  })
})

test('why shows the finding that touches a link', async () => {
  await withDemo((root) => {
    assert.match(rtt(root, ['why', 'pricing#CACHE_URL']).stdout, /error\[RTT1113\]/)
    assert.doesNotMatch(rtt(root, ['why', 'web#LEDGER_URL']).stdout, /RTT1113/)
  })
})
