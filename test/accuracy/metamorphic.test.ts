import assert from 'node:assert/strict'
import { globSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { rtt } from '../cli/run.ts'
import { linkFiles } from '../links.ts'
import { makeRepository } from '../repository.ts'
import { makeRenaming } from './rename.ts'

type Texts = Readonly<Record<string, string>>

const demo = join(import.meta.dirname, '../../templates/demo')
const texts: Texts = Object.fromEntries(
  globSync('**/*.*', { cwd: demo })
    .concat(globSync('*/Dockerfile', { cwd: demo }))
    .sort()
    .map((path) => [path, readFileSync(join(demo, path), 'utf8')]),
)
const seed = 20_261_121

const linesOf = (files: Texts): string[] =>
  linkFiles(files)
    .links.map((l) => `${l.from}#${l.port} -> ${l.to} ${l.via} ${l.status}`)
    .sort()
const servicesOf = (files: Texts): string[] =>
  linkFiles(files)
    .services.map((s) => s.name)
    .sort()
const links = linesOf(texts)

test('the fixture has links to keep', () => {
  assert.ok(links.filter((l) => l.endsWith('confirmed')).length >= 6, links.join('\n'))
})

test('names mean nothing: renamed consistently, the links are the same', () => {
  const truth = {
    services: servicesOf(texts).map((name) => ({ name, kind: 'service' })),
    edges: [],
  }
  for (const s of [1, 2, 3]) {
    const { names, rules, pathRules } = makeRenaming(truth, Object.values(texts), s)
    const change = (text: string, by: typeof rules) =>
      by.reduce((t, r) => t.replace(r.pattern, r.replacement), text)
    const renamed = Object.fromEntries(
      Object.entries(texts).map(([p, t]) => [change(p, pathRules), change(t, rules)]),
    )
    const pairs = (all: Texts, name: (n: string) => string) =>
      linkFiles(all)
        .links.map((l) => `${name(l.from)} -> ${name(l.to)} ${l.via} ${l.status}`)
        .sort()
    assert.deepEqual(
      pairs(renamed, (n) => n),
      pairs(texts, (n) => names.get(n) ?? n),
      `seed ${s}`,
    )
  }
})

test('the order of files and of services changes nothing', () => {
  const [head, ...services] = texts['docker-compose.yml']!.split(/^(?= {2}\w+:$)/m)
  fc.assert(
    fc.property(
      fc.shuffledSubarray(Object.keys(texts), { minLength: Object.keys(texts).length }),
      fc.shuffledSubarray(services, { minLength: services.length }),
      (paths, shuffled) => {
        const compose = [head, ...shuffled].join('')
        const files = Object.fromEntries(paths.map((p) => [p, texts[p]!]))
        assert.deepEqual(linesOf({ ...files, 'docker-compose.yml': compose }), links)
      },
    ),
    { seed, numRuns: 20 },
  )
})

test('comments, snippets and the trials of others are decoys', () => {
  const start =
    'services:\n  trial: { image: acme/trial, environment: { DB_URL: "http://ledger:1" } }\n'
  const decoys: Texts = {
    'README.more.md': '```sh\ncurl http://risk:8082\nexport RISK_URL=http://risk:8082\n```\n',
    'e2e/docker-compose.yml': start,
    'docker-compose.test.yml': start,
    'web/src/decoy.ts':
      "// fetch('http://risk:8082')\n/* process.env.RISK_URL ?? 'http://risk:8082' */\n",
    'web/src/decoy.test.ts': "fetch('http://risk:8082/x')\n",
    'ledger/decoy.go': 'package main\n\n// http.Get("http://risk:8082")\n',
    'pricing/pricing/decoy.py': '# os.environ["DB_URL"] = "http://db:5432"\n',
  }
  for (const [path, text] of Object.entries(decoys))
    assert.deepEqual(linesOf({ ...texts, [path]: text }), links, path)
  // The trap is one: the same words as code are a link.
  const real = { ...texts, 'web/src/decoy.ts': "fetch('http://risk:8082/x')\n" }
  assert.notDeepEqual(linesOf(real), links)
})

test('a service that nobody knows adds itself and nothing else', () => {
  const more = {
    ...texts,
    'docker-compose.yml': `${texts['docker-compose.yml']}  stranger:\n    build: ./stranger\n`,
    'stranger/main.go': 'package main\nfunc main() {}\n',
    'stranger/Dockerfile': 'FROM scratch\n',
  }
  assert.deepEqual(linesOf(more), links)
  assert.deepEqual(servicesOf(more), [...servicesOf(texts), 'stranger'].sort())
})

test('whatever files are missing, links lead from and to services that are there', () => {
  fc.assert(
    fc.property(fc.subarray(Object.keys(texts)), (paths) => {
      const { services, links: left } = linkFiles(
        Object.fromEntries(paths.map((p) => [p, texts[p]!])),
      )
      const known = new Set(services.map((s) => s.name))
      for (const l of left) assert.ok(known.has(l.from) && known.has(l.to), JSON.stringify(l))
    }),
    { seed, numRuns: 60 },
  )
})

test('after any edits a warm scan says, byte for byte, what a cold one says', () => {
  const edit = fc.record({
    path: fc.constantFrom(...Object.keys(texts)),
    from: fc.nat(200),
    length: fc.nat(40),
    insert: fc.constantFrom('', '\n', 'a', '{', '"', 'http://db:5432', ' # x\n'),
  })
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      const repository = makeRepository(texts)
      try {
        rtt(repository.root, ['scan', '--json'])
        for (const e of edits) {
          const text = readFileSync(join(repository.root, e.path), 'utf8')
          repository.write(e.path, text.slice(0, e.from) + e.insert + text.slice(e.from + e.length))
        }
        const warm = rtt(repository.root, ['ls', 'links', '--json']).stdout
        const scanned = rtt(repository.root, ['scan', '--json']).json()
        rmSync(join(repository.root, '.rtt'), { recursive: true })
        assert.equal(warm, rtt(repository.root, ['ls', 'links', '--json']).stdout)
        rmSync(join(repository.root, '.rtt'), { recursive: true })
        const cold = rtt(repository.root, ['scan', '--json']).json()
        for (const key of ['services', 'links', 'symbols', 'diagnostics'])
          assert.deepEqual(scanned[key], cold[key], key)
      } finally {
        repository.remove()
      }
    }),
    { seed, numRuns: 2 },
  )
})
