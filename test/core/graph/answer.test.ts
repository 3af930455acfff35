import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerTo } from '../../../src/core/graph/answer.ts'

const site = { port: 4000, token: 'f00d', page: () => ({ html: '<p>', digest: 'd1' }) }
const ask = (target: string, host = '127.0.0.1:4000', method = 'GET') =>
  answerTo({ method, target, host }, site)

const cases = [
  ['the page', ask('/f00d/'), 200],
  ['the page, with a query', ask('/f00d/?x=1'), 200],
  ['the digest', ask('/f00d/digest'), 200],
  ['the name of this machine', ask('/f00d/', 'LOCALHOST:4000'), 200],
  ['no token', ask('/'), 404],
  ['a wrong token', ask('/f00e/'), 404],
  ['a token cut short', ask('/f00/'), 404],
  ['a token without its slash', ask('/f00d'), 404],
  ['what is not there', ask('/f00d/data'), 404],
  ['what is deeper', ask('/f00d/digest/x'), 404],
  ['a strange host, as after DNS rebinding', ask('/f00d/', 'evil.example:4000'), 421],
  ['another port', ask('/f00d/', '127.0.0.1:4001'), 421],
  ['no host', ask('/f00d/', ''), 421],
  ['a write', ask('/f00d/', '127.0.0.1:4000', 'POST'), 405],
  ['a HEAD', ask('/f00d/', '127.0.0.1:4000', 'HEAD'), 405],
] as const

for (const [name, answer, status] of cases)
  test(`${name} is answered with ${status}`, () => assert.equal(answer.status, status))

test('what is refused tells nothing, and nothing may be framed, cached or sniffed', () => {
  for (const [, { body, headers, status }] of cases) {
    if (status !== 200) assert.doesNotMatch(body, /<p>|d1|f00d/)
    assert.equal(headers['Cache-Control'], 'no-store')
    assert.equal(headers['X-Content-Type-Options'], 'nosniff')
    assert.equal(headers['X-Frame-Options'], 'DENY')
    assert.equal(headers['Referrer-Policy'], 'no-referrer')
  }
  assert.equal(ask('/f00d/digest').body, '{"digest":"d1"}')
})
