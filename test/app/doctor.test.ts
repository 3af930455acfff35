import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { doctor } from '../../src/app/doctor.ts'
import { canonicalize } from '../../src/core/json/canonical.ts'
import type { Package } from '../../src/core/model/package.ts'
import { packageReaders } from '../../src/read/packages/all.ts'

const read = (files: Readonly<Record<string, string>>): readonly Package[] =>
  Object.entries(files).flatMap(([path, text]) =>
    packageReaders
      .filter((reader) => reader.accepts(path))
      .flatMap((reader) => reader.read({ path, text }).packages ?? []),
  )

const repository = {
  'package.json': '{ "workspaces": ["web", "api"] }',
  'web/package.json': '{ "name": "web",\n "dependencies": { "react": "^18.0.0", "api": "^1" } }',
  'api/package.json':
    '{ "name": "api",\n "dependencies": {\n "react": "^18.2.0", "zod": "bad!" } }',
  'site/package.json': '{ "dependencies": { "react": "^17.0.2" } }',
  'a/pyproject.toml': '[project]\nname = "a"\ndependencies = ["Flask>=2"]\n',
  'b/requirements.txt': 'flask<2\n',
  'Cargo.toml': '[workspace]\nmembers = ["c/*"]\n[workspace.dependencies]\nserde = "1.0.100"\n',
  'c/x/Cargo.toml': '[package]\nname = "x"\n[dependencies]\nserde = "1.0.200"\n',
  'c/y/Cargo.toml': '[package]\nname = "y"\n[dependencies]\nserde.workspace = true\n',
  'g/go.mod': 'module g\nrequire k v1.2.0\n',
  'h/go.mod': 'module h\nrequire k v1.3.0\nrequire g v0.1.0\n',
}

describe('doctor', () => {
  it('goes from manifests to report, document and diagnostics', () => {
    const { report, document, diagnostics } = doctor(read(repository))
    assert.deepEqual(report.ecosystems, ['cargo', 'gomod', 'npm', 'pep440'])
    assert.deepEqual(
      report.drifts.map((d) => [d.ecosystem, d.name, d.meet ?? 'conflict']),
      [
        ['cargo', 'serde', '^1.0.200'],
        ['gomod', 'k', 'v1.3.0'],
        ['npm', 'react', 'conflict'],
        ['pep440', 'flask', 'conflict'],
      ],
    )
    assert.deepEqual(
      diagnostics.map((d) => `${d.severity} ${d.code} ${d.at?.path}:${d.at?.line}`),
      [
        'warning RTT7001 Cargo.toml:4',
        'note RTT7001 a/pyproject.toml:3',
        'note RTT7001 api/package.json:3',
        'warning RTT7001 api/package.json:3',
        'warning RTT7003 api/package.json:3',
        'note RTT7001 g/go.mod:2',
      ],
    )
    assert.deepEqual(Object.keys(document.ecosystems), ['cargo', 'gomod', 'npm', 'pep440'])
    assert.doesNotMatch(canonicalize(document), /"line"|"at"/)
  })

  it('finds nothing in nothing', () => {
    const { report, document, diagnostics } = doctor([])
    assert.deepEqual([report.drifts, document.ecosystems, diagnostics], [[], {}, []])
  })
})
