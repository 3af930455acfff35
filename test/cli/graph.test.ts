import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { rtt } from './run.ts'

const noScreen = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, BROWSER: undefined }

test('rtt graph --format dot is a digraph of the services', () =>
  withDemo((root) => {
    const { stdout, exit } = rtt(root, ['graph', '--format', 'dot'])
    assert.equal(exit, 0)
    assert.match(stdout, /^digraph rtt \{\n[\s\S]*label="web"[\s\S]*\n\}\n$/)
  }))

test('rtt graph --html writes one page into the folder where one stands, and twice the same bytes', () =>
  withDemo((root) => {
    const { stdout, exit } = rtt(join(root, 'web'), ['graph', '--html', 'wiring.html', '-C', '..'])
    assert.equal(exit, 0)
    assert.match(stdout, /wiring\.html\n6 services, 6 links\n$/)
    const page = readFileSync(join(root, 'wiring.html'), 'utf8')
    assert.match(page, /^<!doctype html>[\s\S]*"name":"web"[\s\S]*<\/html>\n$/)
    rmSync(join(root, 'wiring.html'))
    assert.equal(rtt(root, ['graph', '--html', '-']).stdout, page)
  }))

test('rtt graph --open leaves the page in .rtt and says where; without a browser that is no failure', () =>
  withDemo((root) => {
    const done = rtt(root, ['graph', '--open', '--json'], { env: noScreen })
    assert.equal(done.exit, 0)
    const { file, opened, nodes } = done.json()
    assert.equal(opened, false)
    assert.equal(nodes.length, 6)
    assert.match(file, /\/\.rtt\/run\/graph\.html$/)
    assert.match(readFileSync(file, 'utf8'), /^<!doctype html>/)
  }))

test('what does not go together, or cannot be, is refused with exit 2', () =>
  withDemo((root) => {
    for (const args of [
      ['--format', 'svg'],
      ['--format', 'dot', '--html', 'a.html'],
      ['--format', 'dot', '--open'],
      ['--html', 'a.html', '--serve'],
      ['--serve', '70000'],
      ['--serve', 'http'],
      ['--html', 'no/such/folder.html'],
    ]) {
      const { exit, stderr } = rtt(root, ['graph', ...args])
      assert.equal(exit, 2, args.join(' '))
      assert.match(stderr, /RTT6001/, args.join(' '))
    }
  }))

const ask = (
  url: string,
  { host, method = 'GET' }: { host?: string; method?: string } = {},
): Promise<{ status: number; body: string }> =>
  new Promise((done, fail) => {
    const { hostname, port, pathname } = new URL(url)
    const headers = host === undefined ? {} : { host }
    const asked = request({ hostname, port, path: pathname, method, headers }, (answer) => {
      let body = ''
      answer.on('data', (part) => {
        body += part
      })
      answer.on('end', () => done({ status: answer.statusCode ?? 0, body }))
    })
    asked.on('error', fail)
    asked.end()
  })

test('rtt graph --serve answers on this machine only to who knows the address, follows scans, ends with Ctrl-C', () =>
  withDemo(async (root) => {
    const bin = join(import.meta.dirname, '../../bin/rtt')
    const child = spawn(process.execPath, [bin, 'graph', '--serve'], {
      cwd: root,
      env: { ...process.env, ...noScreen, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = new Promise<number | null>((done) => child.on('close', done))
    try {
      let text = ''
      const url = await new Promise<string>((done, fail) => {
        child.stdout.on('data', (part) => {
          text += part
          const found = /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/m.exec(text)
          if (found) done(found[0])
        })
        child.once('close', () => fail(new Error(text)))
      })
      const page = await ask(url)
      assert.equal(page.status, 200)
      const digest = /data-live="([0-9a-f]{64})"/.exec(page.body)![1]
      assert.deepEqual(JSON.parse((await ask(`${url}digest`)).body), { digest })
      assert.equal((await ask(url.replace(/\w{4}\/$/, '0000/'))).status, 404)
      assert.equal((await ask(url, { host: 'evil.example' })).status, 421)
      assert.equal((await ask(url, { method: 'POST' })).status, 405)
      writeFileSync(join(root, 'Dockerfile'), 'FROM scratch\nEXPOSE 99\n')
      writeFileSync(
        join(root, 'docker-compose.override.yml'),
        'services:\n  fresh:\n    image: redis\n',
      )
      assert.equal(JSON.parse((await ask(`${url}digest`)).body).digest, digest)
      assert.equal(rtt(root, ['scan']).exit, 0)
      assert.notEqual(JSON.parse((await ask(`${url}digest`)).body).digest, digest)
      child.kill('SIGINT')
      assert.equal(await ended, 0)
      assert.match(text, /Stopped\.\n$/)
    } finally {
      child.kill('SIGKILL')
    }
  }))
