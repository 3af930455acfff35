import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fromPoetry } from '../../../src/core/version/poetry.ts'

describe('Poetry constraints', () => {
  const said: readonly (readonly [string, string | undefined])[] = [
    ['^1.2.3', '>=1.2.3,<2'],
    ['^0.2.3', '>=0.2.3,<0.3'],
    ['^0.0.3', '>=0.0.3,<0.0.4'],
    ['^0.0', '>=0.0,<0.1'],
    ['^0', '>=0,<1'],
    ['^ 1.2', '>=1.2,<2'],
    ['^1.2.3b1', '>=1.2.3b1,<2'],
    ['~1.2.3', '>=1.2.3,<1.3'],
    ['~1', '>=1,<2'],
    ['~=1.2', '~=1.2'],
    ['1.2.*', '==1.2.*'],
    ['1.2.3', '==1.2.3'],
    ['=1.2.3', '==1.2.3'],
    ['==1.2.3', '==1.2.3'],
    ['===1.2.3', '===1.2.3'],
    ['*', ''],
    ['>=1.2,<2.0', '>=1.2,<2.0'],
    ['>= 1.2 <2.0', '>=1.2,<2.0'],
    ['>=1.2, !=1.3', '>=1.2,!=1.3'],
    ['^1.2 || ^2', undefined],
    ['^banana', undefined],
  ]
  for (const [text, specifiers] of said)
    it(`says "${text}" as ${specifiers}`, () => assert.equal(fromPoetry(text), specifiers))
})
