import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { unifyDocument } from '../../../src/core/doctor/document.ts'
import { examine } from '../../../src/core/doctor/examine.ts'
import { canonicalize, type Json } from '../../../src/core/json/canonical.ts'
import { parseCanonical } from '../../../src/core/json/parse.ts'
import type { Package } from '../../../src/core/model/package.ts'
import { pkg } from './packages.ts'

const bytes = (packages: readonly Package[]): string =>
  canonicalize(unifyDocument(examine(packages)))

describe('the unification document', () => {
  it('holds the packages whose places differ, without lines', () => {
    const packages = [
      pkg('', { workspaces: ['*'], asks: ['a ^1', 'same ^1', 'b ^1'] }),
      pkg('x', { asks: ['dev.a ^1.2', 'same ^1', 'b ^2'] }),
      pkg('y', { ecosystem: 'pep440', asks: ['n ==1 if p', 'n ==2 if q'] }),
    ]
    assert.deepEqual(JSON.parse(bytes(packages)), {
      v: 1,
      ecosystems: {
        npm: {
          a: {
            entries: [
              { file: 'package.json', key: 'dependencies.a', range: '^1' },
              { file: 'x/package.json', key: 'dev.a', range: '^1.2' },
            ],
            meet: '^1.2.0',
          },
          b: {
            conflict: true,
            entries: [
              { file: 'package.json', key: 'dependencies.b', range: '^1' },
              { file: 'x/package.json', key: 'dependencies.b', range: '^2' },
            ],
          },
        },
        pep440: {
          n: {
            conditional: true,
            entries: [
              { file: 'y/pyproject.toml', key: 'dependencies.n', range: '==1', when: 'p' },
              { file: 'y/pyproject.toml', key: 'dependencies.n', range: '==2', when: 'q' },
            ],
          },
        },
      },
    })
  })

  it('does not change when lines move, files are listed otherwise, or agreement is added', () => {
    const one = pkg('x', { asks: ['a ^1'] })
    const two = pkg('y', { asks: ['a ^2'] })
    const moved = pkg('x', { asks: ['other ^1', 'a ^1'] })
    assert.equal(bytes([two, moved]), bytes([one, two]))
    const swapped = pkg('x', { asks: ['dev.a ^1.5', 'a ^1'] })
    assert.equal(bytes([swapped]), bytes([pkg('x', { asks: ['a ^1', 'dev.a ^1.5'] })]))
  })

  it('is canonical JSON that can be read back', () => {
    const text = bytes([pkg('x', { asks: ['é ^1'] }), pkg('y', { asks: ['é ^2'] })])
    const value: Json = parseCanonical(new TextEncoder().encode(text), 'plans/dep.unify.json')
    assert.equal(canonicalize(value), text)
  })

  it('is the same for nothing, whatever was read', () => {
    assert.equal(bytes([]), '{"ecosystems":{},"v":1}')
    assert.equal(bytes([pkg('', { asks: ['a ^1'] })]), '{"ecosystems":{},"v":1}')
  })

  it('takes a package named __proto__ for one like any other', () => {
    const text = bytes([pkg('x', { asks: ['__proto__ ^1'] }), pkg('y', { asks: ['__proto__ ^2'] })])
    assert.match(text, /"__proto__":\{"conflict":true/)
  })
})
