import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { reportSchema } from '../../.ci/schemas.ts'
import { makeRepository } from '../repository.ts'

const bin = join(import.meta.dirname, '../../bin/rtt')
const limitMs = 30_000

const compose = (url: string, more = ''): string =>
  `services:\n  web:\n    build: ./web\n    environment:\n      CART_URL: ${url}\n  cart:\n    build: ./cart\n    ports: ['8080:8080']\n  basket:\n    build: ./basket\n    ports: ['8081:8080']\n${more}`

const shop = {
  'docker-compose.yml': compose('http://cart:8080'),
  'web/package.json': '{"name":"web","dependencies":{"express":"4"}}',
  'web/index.js': 'fetch(process.env.CART_URL + "/items")\n',
  'web/Dockerfile': 'FROM node:24\nCOPY . .\nCMD ["node", "index.js"]\n',
  'cart/main.py':
    'from flask import Flask\napp = Flask(__name__)\n@app.get("/items")\ndef items(): return []\n',
  'cart/Dockerfile': 'FROM python:3\nCOPY . .\nEXPOSE 8080\nCMD ["python", "main.py"]\n',
  'basket/main.py':
    'from flask import Flask\napp = Flask(__name__)\n@app.get("/items")\ndef items(): return []\n',
  'basket/Dockerfile': 'FROM python:3\nCOPY . .\nEXPOSE 8080\nCMD ["python", "main.py"]\n',
}

type Watched = {
  readonly root: string
  readonly write: (path: string, text: string) => void
  /** Resolves when what was printed holds it. */
  readonly says: (what: string | RegExp) => Promise<void>
  readonly text: () => string
  readonly child: ChildProcess
  readonly end: () => Promise<number | null>
}

/** Starts `rtt watch` in a repository and takes both away at the end. */
const watching = async (
  args: readonly string[],
  body: (w: Watched) => Promise<void>,
): Promise<void> => {
  const repository = makeRepository(shop)
  mkdirSync(join(repository.root, '.git'))
  const child = spawn(process.execPath, [bin, 'watch', ...args], {
    cwd: repository.root,
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  let look = (): void => {}
  const hear = (part: Buffer): void => {
    text += part.toString()
    look()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const closed = new Promise<number | null>((done) => child.on('close', done))
  const says = (what: string | RegExp): Promise<void> =>
    new Promise((done, fail) => {
      const late = setTimeout(() => fail(new Error(`not said: ${what}\n${text}`)), limitMs)
      look = () => {
        if (typeof what === 'string' ? !text.includes(what) : !what.test(text)) return
        clearTimeout(late)
        done()
      }
      look()
    })
  const end = (): Promise<number | null> => {
    child.kill('SIGINT')
    return closed
  }
  try {
    await body({ ...repository, says, text: () => text, child, end })
  } finally {
    child.kill('SIGKILL')
    await closed
    repository.remove()
  }
}

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms))

test('OP-03 rtt watch tells how links change, what comes and goes, and findings; Ctrl-C ends it with 0', () =>
  watching([], async ({ write, says, text, end, root }) => {
    await says('Watching 3 services, 1 link, ')
    write('docker-compose.yml', compose('http://basket:8080'))
    await says('~ web#CART_URL -> basket http, was cart http\n')
    write('docker-compose.yml', compose('http://basket:9999'))
    await says(/\+ \w+\[RTT1113\]: .* at docker-compose\.yml:5\n/)
    write('docker-compose.yml', compose('http://basket:8080', '  queue:\n    image: redis:7\n'))
    await says('+ service queue\n')
    await says(/- \w+\[RTT1113\]/)
    rmSync(join(root, 'web/index.js'))
    await says(/[-~] web#CART_URL -> basket http/)
    mkdirSync(join(root, 'cart/new/deep'), { recursive: true })
    write('cart/new/deep/compose.yaml', 'services:\n  deepest:\n    image: postgres:17\n')
    await says('+ service deepest\n')
    assert.equal(await end(), 0)
    assert.match(text(), /Stopped\.\n$/)
  }))

test('rtt watch --json prints a document a line, each of its schema', () =>
  watching(['--json'], async ({ write, says, text, end }) => {
    await says('"event":"ready"')
    write('.rtt/panel.json', '{"v":1,"scan":{"exclude":[7]}}')
    write('docker-compose.yml', compose('http://cart:8080', '  queue:\n    image: redis:7\n'))
    await says('"event":"failed"')
    write('.rtt/panel.json', '{"v":1}')
    await says('"event":"service-added"')
    write('docker-compose.yml', compose('http://basket:8080'))
    await says('"event":"link-changed"')
    assert.equal(await end(), 0)
    const lines = text().trimEnd().split('\n')
    for (const line of lines) {
      const checked = reportSchema('watch').safeParse(JSON.parse(line))
      assert.ok(checked.success, `${line}\n${checked.error?.message}`)
    }
    const events = lines.map((l) => JSON.parse(l).event)
    assert.equal(events[0], 'ready')
    assert.equal(events.at(-1), 'stopped')
  }))

/** Processor time that a process has taken, in milliseconds; undefined where the system does not say. */
const busyMs = (pid: number): number | undefined => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return undefined
  }
}

test('OP-03 rtt watch takes a burst of 5,000 changes as a few, rests when nothing happens, and waits for a folder that is gone', () =>
  watching([], async ({ root, write, says, text, child, end }) => {
    await says('Watching 3 services')
    mkdirSync(join(root, 'cart/many'))
    for (let i = 0; i < 5000; i++) writeFileSync(join(root, `cart/many/f${i}.py`), `x = ${i}\n`)
    write('docker-compose.yml', compose('http://basket:8080'))
    await says('~ web#CART_URL -> basket http')
    await sleep(1500)
    const before = busyMs(child.pid!)
    await sleep(1500)
    const after = busyMs(child.pid!)
    if (before !== undefined && after !== undefined)
      assert.ok(after - before < 750, `${after - before} ms of 1500 while nothing happens`)
    // A scan that is under way writes into it until it notices.
    rmSync(root, { recursive: true, force: true, maxRetries: 40, retryDelay: 50 })
    await says('The folder is gone.')
    assert.throws(() => readFileSync(join(root, '.rtt/.gitignore')))
    for (const [path, body] of Object.entries(shop)) write(path, body)
    await says('The folder is back.')
    await says('~ web#CART_URL -> cart http, was basket http')
    assert.equal(text().match(/is gone/g)?.length, 1)
    assert.equal(await end(), 0)
  }))
