import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { packageReaders } from '../../../src/read/packages/all.ts'

const samples: Readonly<Record<string, string>> = {
  'package.json':
    '{"name":"a","dependencies":{"b":"^1","c":"git+https://u:p@h/x"},"bin":{"d":"e"}}',
  'pnpm-workspace.yaml': 'packages:\n  - "a/*"\n  - !x b\n',
  'pyproject.toml':
    '[project]\nname = "a"\ndependencies = ["b>=1; x"]\n[tool.poetry.dependencies]\nc = "^1"\n',
  'requirements.txt': '-r x\na[b]>=1,<2 \\\n  --hash=x # c\n-e git+https://h/#egg=d\n',
  'Cargo.toml': '[dependencies]\na = { version = "1" }\n[target."x".dependencies]\nb = """1"""\n',
  'go.mod': 'module a\nrequire (\n\tb v1.0.0 // indirect\n)\n',
  'go.work': 'use (\n\t./a\n)\n',
  'pom.xml':
    '<project><artifactId>a</artifactId><dependencies><dependency><groupId>g</groupId>' +
    '<artifactId>b</artifactId><version>${v}</version></dependency></dependencies></project>',
}

const shards = [
  ...['"', "'", '[', ']', '{', '}', '<', '>', '&', '#', '\\', '\n', '\0', '\ud800', '=', '"""'],
  ...["'''", '<!DOCTYPE x [', '<![CDATA[', '${v}', '__proto__', '//', ')', '(', '@', ',', '\uFEFF'],
]

describe('package readers', () => {
  it('share out the files among them', () => {
    for (const path of Object.keys(samples))
      assert.equal(packageReaders.filter((r) => r.accepts(`x/${path}`)).length, 1, path)
    assert.equal(new Set(packageReaders.map((r) => r.id)).size, packageReaders.length)
    assert.equal(packageReaders.length, Object.keys(samples).length)
  })

  it('never throw, and place what they say within the file', () => {
    const cut = fc.tuple(fc.nat(400), fc.nat(20), fc.constantFrom('', ...shards))
    const damage = fc.array(cut, { minLength: 1, maxLength: 4 })
    fc.assert(
      fc.property(fc.constantFrom(...Object.entries(samples)), damage, ([path, sample], cuts) => {
        let text = sample
        for (const [at, length, put] of cuts) {
          const from = Math.min(at, text.length)
          text = text.slice(0, from) + put + text.slice(from + length)
        }
        const lines = text.split('\n').length
        for (const reader of packageReaders.filter((r) => r.accepts(path))) {
          const { packages = [], diagnostics = [] } = reader.read({ path, text })
          const places = [
            ...diagnostics.map((d) => d.at!),
            ...packages.flatMap((p) => [p.at, ...p.dependencies.map((d) => d.at)]),
          ]
          for (const { line, column = 1 } of places)
            assert.ok(line >= 1 && line <= lines && column >= 1, `${line}:${column} in ${text}`)
          for (const kept of packages.flatMap((p) => [
            p.name,
            ...p.dependencies.map((d) => d.name),
          ]))
            assert.ok(kept.isWellFormed() && kept.length <= 512)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('answer the same for the same file', () => {
    for (const [path, text] of Object.entries(samples))
      for (const reader of packageReaders.filter((r) => r.accepts(path)))
        assert.deepEqual(reader.read({ path, text }), reader.read({ path, text }))
  })
})
