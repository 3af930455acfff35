/** The page in a headless Chromium: what a person sees and does. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { answerTo } from '../../src/core/graph/answer.ts'
import { renderPage } from '../../src/core/graph/html.ts'
import { pageData } from '../../src/core/graph/page.ts'
import type { ScanResult } from '../../src/core/model/scan.ts'
import { nodeWeb } from '../../src/node/web.ts'
import { link, result, service } from '../core/graph/result.ts'
import { type Browser, chromium, launch, type Tab, type View } from './browser.ts'
import { synthetic, syntheticDrift } from './synthetic.ts'

const command = chromium()
const needsBrowser = {
  skip: command === undefined ? 'there is no Chromium on this machine' : false,
}
const templates = join(import.meta.dirname, '../../templates')

let browser: Browser
let folder: string

before(async () => {
  if (command === undefined) return
  folder = mkdtempSync(join(tmpdir(), 'rtt-page-'))
  browser = await launch(command)
})
after(async () => {
  if (command === undefined) return
  await browser.close()
  rmSync(folder, { recursive: true, force: true })
})

const asset = (name: string): string => readFileSync(join(templates, name), 'utf8')

const pageOf = (scan: ScanResult): string => {
  const { html, digest } = renderPage(pageData(scan, syntheticDrift(scan)), {
    asset,
    isLive: false,
  })
  const file = join(folder, `${digest}.html`)
  writeFileSync(file, html)
  return pathToFileURL(file).href
}

type Use = (tab: Tab, url: string) => Promise<void>

/** Opens a page, uses it, and holds it to having asked nobody and complained of nothing. */
const withPage = async (
  { scan, hash = '', view = {} }: { scan: ScanResult; hash?: string; view?: Partial<View> },
  use: Use,
): Promise<void> => {
  const url = pageOf(scan)
  const tab = await browser.open(url + hash, view)
  await use(tab, url)
  assert.deepEqual(tab.complaints, [])
  const others = tab.requests.filter((r) => !r.startsWith(url) && !r.startsWith('data:'))
  assert.deepEqual(others, [], 'asked the network')
  await tab.close()
}

const panelText = (tab: Tab): Promise<string> =>
  tab.evaluate(`document.getElementById('details').innerText`)

/** Cards of nodes and all their labels, as they stand on the screen. */
const seen = `(() => {
  const rect = (e) => { const b = e.getBoundingClientRect(); return { x: b.x, y: b.y, right: b.right, bottom: b.bottom } }
  return {
    canvas: rect(document.getElementById('graph')),
    cards: [...document.querySelectorAll('.node')].map((e) => rect(e.querySelector('.card:not(.under)'))),
    labels: [...document.querySelectorAll('.node')].map((e) => ({ card: rect(e.querySelector('.card:not(.under)')), texts: [...e.querySelectorAll('.name, .sub')].map(rect) })),
  }
})()`

type Rect = { x: number; y: number; right: number; bottom: number }

const inside = (a: Rect, b: Rect): boolean =>
  a.x >= b.x - 1 && a.y >= b.y - 1 && a.right <= b.right + 1 && a.bottom <= b.bottom + 1

const apart = (a: Rect, b: Rect): boolean =>
  a.right <= b.x || b.right <= a.x || a.bottom <= b.y || b.bottom <= a.y

const checkPicture = async (tab: Tab, name: string): Promise<void> => {
  const { canvas, cards, labels } = (await tab.evaluate(seen)) as {
    canvas: Rect
    cards: Rect[]
    labels: { card: Rect; texts: Rect[] }[]
  }
  for (const [i, a] of cards.entries()) {
    assert.ok(inside(a, canvas), `${name}: card ${i} is out of sight`)
    for (const b of cards.slice(i + 1)) assert.ok(apart(a, b), `${name}: cards overlap`)
  }
  for (const { card, texts } of labels)
    for (const text of texts) assert.ok(inside(text, card), `${name}: a label leaves its card`)
}

for (const count of [10, 60, 300])
  for (const scheme of ['light', 'dark'] as const)
    test(`${count} services in the ${scheme}: all in sight, none overlap`, needsBrowser, () =>
      withPage({ scan: synthetic(count), view: { scheme } }, async (tab) => {
        await checkPicture(tab, 'as it opens')
        const cards = await tab.evaluate(`document.querySelectorAll('.node').length`)
        assert.ok(cards > 5 && cards <= 90, `${cards} cards to begin with`)
        if (count !== 300) return
        await tab.click('#open')
        assert.equal(await tab.evaluate(`document.querySelectorAll('.node').length`), count)
        await checkPicture(tab, 'with all groups open')
      }),
    )

const shop = result({
  services: [
    service('db', { kind: 'datastore', lang: '' }),
    service('prices', { path: 'prices' }),
    service('web', { path: 'web', aliases: ['frontend'] }),
    service('old', { path: 'old' }),
  ],
  links: [
    link('prices', 'db', {
      via: 'sql',
      port: 'DB_URL',
      evidence: [
        { path: 'compose.yaml', line: 9, signal: 'env-binding' },
        { path: 'prices/db.go', line: 4, signal: 'client' },
      ],
    }),
    link('web', 'prices', { via: 'grpc', port: 'PRICES_ADDR', contract: 'shop.Prices' }),
    link('old', 'prices', { port: 'PRICES_URL', status: 'dead' }),
  ],
})

test(
  'a click on a service shows who would notice, its callers, and where its address is set',
  needsBrowser,
  () =>
    withPage({ scan: shop }, async (tab) => {
      await tab.click('[data-key=s0]')
      const text = await panelText(tab)
      assert.match(
        text,
        /If it goes · 2 services would notice\s+prices\s*directly\s+web\s*over 2 links/,
      )
      assert.match(text, /Called by · 1\s+prices\s+sql\s*DB_URL/)
      assert.match(text, /Where its address is set\s+DB_URL\s*for prices\s+compose\.yaml:9/)
      assert.equal(await tab.evaluate('location.hash'), '#service=db')
      assert.equal(await tab.evaluate(`document.querySelectorAll('.node.up').length`), 1)
      assert.equal(await tab.evaluate(`document.querySelectorAll('.node.dim').length`), 2)
    }),
)

test(
  'a click on a link shows its evidence, place by place; a click on a place copies it',
  needsBrowser,
  () =>
    withPage({ scan: shop, hash: '#service=db' }, async (tab) => {
      await tab.click('section .link')
      const text = await panelText(tab)
      assert.match(
        text,
        /prices → db[\s\S]*confirmed[\s\S]*compose\.yaml:9\s+deployment sets the address\s+prices\/db\.go:4\s+client is made here/,
      )
      await tab.click('.linkcard .places .place')
      assert.match(
        await tab.evaluate(`document.getElementById('toast').textContent`),
        /compose\.yaml:9/,
      )
    }),
)

test(
  'search opens with /, finds names, folders and variables, and goes there with Enter',
  needsBrowser,
  () =>
    withPage({ scan: shop }, async (tab) => {
      await tab.press('/')
      await tab.type('prices_a')
      await tab.press('Enter')
      assert.match(await panelText(tab), /web → prices[\s\S]*shop\.Prices/)
      await tab.press('/')
      await tab.type('frontend')
      await tab.press('Enter')
      assert.equal(await tab.evaluate('location.hash'), '#service=web')
      await tab.press('Escape')
      assert.equal(await tab.evaluate('location.hash'), '')
    }),
)

test(
  'filters take away lines by kind and by status, and leave the picture where it is',
  needsBrowser,
  () =>
    withPage({ scan: shop }, async (tab) => {
      const lines = `document.querySelectorAll('.line').length`
      const places = `[...document.querySelectorAll('.node')].map((n) => n.style.transform).join()`
      const before = await tab.evaluate(places)
      assert.equal(await tab.evaluate(lines), 3)
      await tab.click('#kinds label:first-child input')
      assert.equal(await tab.evaluate(lines), 2)
      await tab.click('#statuses label:last-child input')
      assert.equal(await tab.evaluate(lines), 1)
      assert.equal(await tab.evaluate(places), before)
      assert.equal(await tab.evaluate(`document.querySelectorAll('#statuses label').length`), 2)
    }),
)

test('the keyboard alone does: arrows walk, Enter chooses', needsBrowser, () =>
  withPage({ scan: shop }, async (tab) => {
    await tab.evaluate(`document.querySelector('.node[tabindex="0"]').focus()`)
    assert.equal(await tab.evaluate(`document.querySelectorAll('.node[tabindex="0"]').length`), 1)
    for (const key of ['ArrowRight', 'ArrowRight', 'Enter']) await tab.press(key)
    assert.equal(await tab.evaluate('location.hash'), '#service=db')
  }),
)

test(
  'a link into a closed group opens it; "show only these" leaves the neighbourhood',
  needsBrowser,
  () => {
    const scan = synthetic(300)
    const name = scan.services.find((s) => s.path !== undefined)!.name
    return withPage({ scan, hash: `#service=${name}` }, async (tab) => {
      assert.equal(await tab.evaluate(`document.querySelectorAll('.node.chosen').length`), 1)
      await tab.click('.focus .only')
      const shown = await tab.evaluate(`document.querySelectorAll('.node').length`)
      assert.ok(shown > 1 && shown < 20, `${shown} services`)
      await checkPicture(tab, 'only these')
      await tab.click('#only button')
      assert.ok((await tab.evaluate(`document.querySelectorAll('.node').length`)) > shown)
    })
  },
)

test('problems are marked on what they touch and listed with both places', needsBrowser, () =>
  withPage({ scan: synthetic(60), hash: '#view=problems' }, async (tab) => {
    assert.ok((await tab.evaluate(`document.querySelectorAll('.pill.error').length`)) > 0)
    assert.ok((await tab.evaluate(`document.querySelectorAll('.line.faulty').length`)) > 0)
    const text = await panelText(tab)
    assert.match(text, /Wiring · \d+\s+error[\s\S]*read here[\s\S]*Versions that drift · 1/)
    assert.match(text, /Not read · 1[\s\S]*deploy\/broken\.yaml:3/)
  }),
)

test(
  'a page that is served loads itself anew when the index has changed',
  needsBrowser,
  async () => {
    const pages = ['before', 'after'].map((name) =>
      renderPage(pageData({ ...shop, namespace: [name] }, []), { asset, isLive: true }),
    )
    let current = 0
    const end = new AbortController()
    let serving = (_: number): void => {}
    const port = new Promise<number>((done) => {
      serving = done
    })
    const closed = nodeWeb.serve(0, end.signal, (taken) => {
      serving(taken)
      const site = { port: taken, token: 'f00d', page: () => pages[current]! }
      return (asked) => answerTo(asked, site)
    })
    const url = `http://127.0.0.1:${await port}/f00d/`
    const tab = await browser.open(`${url}#service=db`)
    assert.equal(await tab.evaluate('document.title'), 'before')
    current = 1
    for (let tries = 0; tries < 80; tries++) {
      if ((await tab.evaluate('document.title').catch(() => '')) === 'after') break
      await new Promise((done) => setTimeout(done, 100))
    }
    assert.equal(await tab.evaluate('document.title'), 'after')
    assert.match(await panelText(tab), /^db/)
    assert.deepEqual(tab.complaints, [])
    assert.ok(tab.requests.every((r) => r.startsWith(url) || r.startsWith('data:')))
    await tab.close()
    end.abort()
    await closed
  },
)

const hostile = `<img src=x onerror=alert(1)>\u202e"'\`&amp;</script>`

test(
  'names of a hostile repository are text, and their hidden characters are seen',
  needsBrowser,
  () =>
    withPage(
      {
        scan: result({
          namespace: [hostile],
          services: [service(hostile, { path: hostile, aliases: [hostile] }), service('b')],
          links: [
            link(hostile, 'b', {
              port: hostile,
              evidence: [{ path: hostile, line: 1, signal: 'client' }],
            }),
          ],
        }),
      },
      async (tab) => {
        await tab.click('[data-key=s0]')
        assert.ok((await panelText(tab)).includes('<img src=x onerror=alert(1)>⟨U+202E⟩'))
        await tab.press('/')
        await tab.type('<img')
        assert.equal(await tab.evaluate(`document.querySelectorAll('img').length`), 0)
        await tab.evaluate(`location.hash = '#service=%E0%A4%A'`)
      },
    ),
)

test('text stands out from what is behind it, in both themes', needsBrowser, async () => {
  const contrast = `(() => {
    const style = getComputedStyle(document.documentElement)
    const light = (name) => {
      const [r, g, b] = style.getPropertyValue(name).trim().match(/[0-9a-f]{2}/g).map((h) => parseInt(h, 16) / 255)
        .map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
      return 0.2126 * r + 0.7152 * g + 0.0722 * b
    }
    const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05) }
    return ['--ground', '--panel', '--card', '--frame', '--up-soft', '--down-soft', '--accent-soft'].flatMap((back) =>
      ['--ink', '--soft'].map((front) => [front + ' on ' + back, ratio(front, back)]))
      .concat(['--accent', '--error', '--warning', '--up'].map((front) => [front + ' on --panel', ratio(front, '--panel')]))
  })()`
  for (const scheme of ['light', 'dark'] as const)
    await withPage({ scan: shop, view: { scheme } }, async (tab) => {
      for (const [pair, ratio] of await tab.evaluate(contrast))
        assert.ok(ratio >= 4.5, `${scheme}: ${pair} is ${ratio.toFixed(2)}`)
    })
})

test('nothing is wider than a narrow window', needsBrowser, () =>
  withPage({ scan: shop, view: { width: 420, height: 800 } }, async (tab) => {
    assert.ok((await tab.evaluate('document.documentElement.scrollWidth')) <= 420)
    await checkPicture(tab, 'narrow')
  }),
)
