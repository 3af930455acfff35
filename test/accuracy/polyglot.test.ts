import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { rtt } from '../cli/run.ts'
import { makeRepository } from '../repository.ts'
import { linesOf, ownNames, ownTexts, ownTruth, scanTexts, type Texts } from './own.ts'
import { makeRenaming } from './rename.ts'
import { below, decoys, moved, withComments } from './transforms.ts'

const seed = 20_261_121
const all = ownNames.map((name) => ({ name, texts: ownTexts(name) }))

/** Known to a framework by name, or a bare name that only the word HOST says to be a host: these mean something. */
const frameworks =
  /_HOST|SPRING_|AWS_|OLLAMA_|CELERY_|DATABASE_URL|REDIS_URL|MEMCACHE|ORDERS_SERVICE_URL/

/** Services that are called as a library is. */
const libraries = new Set(['nats'])

const pairsOf = (texts: Texts, name: (n: string) => string): string[] =>
  scanTexts(texts)
    .links.map((l) => `${name(l.from)} -> ${name(l.to)} ${l.via} ${l.status}`)
    .sort()

for (const { name, texts } of all)
  test(`${name}: names mean nothing: renamed consistently, the links are the same`, () => {
    const text = Object.values(texts).join('\n')
    // Names of public images and of variables that a framework derives from a name do mean something.
    const isFree = (n: string) =>
      !text.includes(`mcp__${n}__`) && !text.includes(`${n.toUpperCase()}_SERVICE_URL`)
    const own = scanTexts(texts).services.filter((s) => s.kind !== 'agent' && s.path !== undefined)
    const free = own.filter((s) => isFree(s.name))
    assert.ok(free.length >= 2)
    const truth = { services: free.map((s) => ({ name: s.name, kind: 'service' })), edges: [] }
    for (const s of [1, 2]) {
      const made = makeRenaming(truth, Object.values(texts), s)
      const rules = made.rules.filter((r) => !frameworks.test(r.pattern.source))
      const change = (text: string, by: typeof made.rules) =>
        by.reduce((t, r) => t.replace(r.pattern, r.replacement), text)
      const renamed = Object.fromEntries(
        Object.entries(texts).map(([p, t]) => [change(p, made.pathRules), change(t, rules)]),
      )
      const back = (n: string) =>
        [...made.names].reduce((word, [was, is]) => word.replaceAll(is, was), n)
      assert.deepEqual(
        pairsOf(renamed, back),
        pairsOf(texts, (n) => n),
        `seed ${s}`,
      )
    }
  })

for (const { name, texts } of all)
  test(`${name}: comments, snippets, copies and the trials of others are decoys`, () => {
    const links = linesOf(texts)
    for (const [path, text] of Object.entries(decoys(texts)))
      assert.deepEqual(linesOf({ ...texts, [path]: text }), links, path)
    // Names of libraries are looked for in the whole text of a file, comments among it.
    const hosts = ownTruth(name)
      .services.map((s) => s.name)
      .filter((n) => !libraries.has(n))
    assert.deepEqual(linesOf(withComments(texts, hosts)), links, 'comments')
  })

for (const { name, texts } of all)
  test(`${name}: below another folder only paths differ`, () => {
    const shown = (of: Texts, base: string) =>
      scanTexts(of)
        .links.map((l) => [
          `${l.from}#${l.port} -> ${l.to} ${l.via} ${l.status}`,
          ...l.evidence.map((e) => `${base}${e.path}:${e.line}`),
        ])
        .sort()
    assert.deepEqual(shown(below('apps/inner', texts), ''), shown(texts, 'apps/inner/'))
  })

test('market: the folder of a service moves with what refers to it', () => {
  const texts = ownTexts('market')
  const folders = [...new Set(Object.keys(texts).map((p) => p.split('/')[0]!))].filter(
    (f) => texts[`${f}/Dockerfile`] !== undefined,
  )
  assert.ok(folders.length >= 10)
  for (const folder of folders)
    assert.deepEqual(linesOf(moved(texts, folder, `apps/${folder}-code`)), linesOf(texts), folder)
})

test('a manifest of packages may be missing where deployments say what is started', () => {
  for (const name of ['market', 'fleet', 'depot', 'forge']) {
    const texts = ownTexts(name)
    const links = linesOf(texts)
    for (const path of Object.keys(texts)) {
      if (
        !/(?:package\.json|pyproject\.toml|requirements\.txt|pom\.xml|Gemfile|composer\.json|go\.mod|Cargo\.toml|gradle\.kts)$/.test(
          path,
        )
      )
        continue
      const { [path]: _, ...rest } = texts
      assert.deepEqual(linesOf(rest), links, `${name} without ${path}`)
    }
  }
})

for (const { name, texts } of all)
  test(`${name}: the order of files changes nothing`, () => {
    const links = linesOf(texts)
    const paths = Object.keys(texts)
    fc.assert(
      fc.property(fc.shuffledSubarray(paths, { minLength: paths.length }), (shuffled) => {
        assert.deepEqual(linesOf(Object.fromEntries(shuffled.map((p) => [p, texts[p]!]))), links)
      }),
      { seed, numRuns: 6 },
    )
  })

const shown = (root: string) => {
  const scan = rtt(root, ['scan', '--json']).json()
  return Object.fromEntries(
    ['services', 'links', 'symbols', 'imports', 'findings', 'contracts', 'diagnostics'].map((k) => [
      k,
      scan[k],
    ]),
  )
}

test('vendored copies of everything change nothing that a scan says', () => {
  for (const name of ['fleet']) {
    const texts = ownTexts(name)
    const [plain, copied] = [
      texts,
      { ...texts, ...below('vendor/copied', texts), ...below('node_modules/copied', texts) },
    ].map((files) => {
      const repository = makeRepository({ ...files, '.git/HEAD': 'ref: refs/heads/main\n' })
      const said = shown(repository.root)
      repository.remove()
      return said
    })
    assert.deepEqual(copied, plain, name)
  }
})

test('after any edits a warm scan of many languages says what a cold one says', (t) => {
  t.diagnostic(`seed ${seed}`)
  for (const { name, texts } of all.filter((r) => r.name === 'market')) {
    const edit = fc.record({
      path: fc.constantFrom(...Object.keys(texts)),
      from: fc.nat(400),
      length: fc.nat(60),
      insert: fc.constantFrom('', '\n', '{', '"', "'", 'http://orders:8090', ' # x\n', '<%'),
    })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 2, maxLength: 6 }), (edits) => {
        const repository = makeRepository(texts)
        try {
          shown(repository.root)
          for (const e of edits) {
            const text = readFileSync(join(repository.root, e.path), 'utf8')
            repository.write(
              e.path,
              text.slice(0, e.from) + e.insert + text.slice(e.from + e.length),
            )
          }
          const warm = shown(repository.root)
          rmSync(join(repository.root, '.rtt'), { recursive: true })
          assert.deepEqual(warm, shown(repository.root), name)
        } finally {
          repository.remove()
        }
      }),
      { seed, numRuns: 1 },
    )
  }
})
