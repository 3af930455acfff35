import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { bundleModules } from '../../../src/core/graph/bundle.ts'
import { pageModules, renderPage } from '../../../src/core/graph/html.ts'
import { pageData } from '../../../src/core/graph/page.ts'
import { result, service } from './result.ts'

const folder = join(import.meta.dirname, '../../../templates')
const asset = (name: string): string => readFileSync(join(folder, name), 'utf8')

const hostile = `</script><script>alert(1)</script>"'&<!--\u202e\u2028`
const data = pageData(result({ namespace: [hostile], services: [service(hostile)] }), [])

test('every module of the page is part of it, each after what it imports', () => {
  const files = readdirSync(join(folder, 'graph')).filter((name) => name.endsWith('.js'))
  assert.deepEqual([...pageModules].map((name) => `${name}.js`).sort(), files.sort())
  for (const [i, name] of pageModules.entries())
    for (const [, from] of asset(`graph/${name}.js`).matchAll(/from '\.\/(\w+)\.js'/g))
      assert.ok(
        pageModules.slice(0, i).some((before) => before === from),
        `${name} imports ${from}`,
      )
})

test('modules become functions that see each other by import only', () => {
  const script = bundleModules([
    ['./a.js', 'const own = 20\nexport const a = () => own\n'],
    ['./b.js', "import { a } from './a.js'\nconst own = 1\nexport const b = a() + own\n"],
    ['./c.js', "import {\n  b,\n} from './b.js'\nglobalThis.bundled = b\n"],
  ])
  new Function(script)()
  assert.equal((globalThis as unknown as { bundled: number }).bundled, 21)
})

test('names cannot leave the data or the title', () => {
  const { html } = renderPage(data, { asset, isLive: false })
  assert.equal(html.match(/<script/g)?.length, 2)
  assert.equal(html.match(/<\/script/g)?.length, 2)
  assert.ok(!html.includes('alert(1)</'))
  const json = /id="data">(.*?)<\/script>/s.exec(html)![1]!
  assert.deepEqual(JSON.parse(json), data)
})

test('the policy allows the script and the style of the page by their digests, and nothing else', () => {
  const { html } = renderPage(data, { asset, isLive: false })
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)![1]!
  assert.match(policy, /^default-src 'none'; /)
  assert.doesNotMatch(policy, /unsafe|http|\*|connect-src/)
  for (const [, text] of html.matchAll(/<(?:style|script)>(.*?)<\/(?:style|script)>/gs))
    assert.ok(policy.includes(createHash('sha256').update(text!).digest('base64')))
  assert.doesNotMatch(html, /(?:src|href)="(?!data:)/)
})

test('only a page that is served may ask, and only its own server', () => {
  const { html, digest } = renderPage(data, { asset, isLive: true })
  assert.ok(html.includes("connect-src 'self'"))
  assert.ok(html.includes(`data-live="${digest}"`))
})

test('the same data gives the same bytes, other data another digest', () => {
  const page = (name: string) =>
    renderPage(pageData(result({ namespace: [name] }), []), { asset, isLive: false })
  assert.deepEqual(page('a'), page('a'))
  assert.notEqual(page('a').digest, page('b').digest)
})

test('the page never makes markup of text', () => {
  for (const name of pageModules)
    assert.doesNotMatch(
      asset(`graph/${name}.js`),
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function/,
      name,
    )
  assert.ok(existsSync(join(folder, 'graph/page.html')))
})
