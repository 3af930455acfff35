import assert from 'node:assert/strict'
import { test } from 'node:test'
import { verifyConsistency, verifyInclusion } from '../../../src/core/log/proof.ts'
import { publicVectors } from '../../vectors/public.ts'

type Claim = {
  readonly wantErr: boolean
  readonly proof: readonly string[] | null
  readonly root?: string
  readonly leafIdx?: number
  readonly treeSize?: number
  readonly leafHash?: string
  readonly size1?: number
  readonly size2?: number
  readonly root1?: string
  readonly root2?: string
}

const bytes = (base64: string | undefined): Uint8Array =>
  Uint8Array.from(Buffer.from(base64 ?? '', 'base64'))

const holds = (c: Claim): boolean => {
  const proof = (c.proof ?? []).map(bytes)
  return c.treeSize === undefined
    ? verifyConsistency({
        size1: c.size1!,
        size2: c.size2!,
        root1: bytes(c.root1),
        root2: bytes(c.root2),
        proof,
      })
    : verifyInclusion({
        index: c.leafIdx!,
        size: c.treeSize,
        leaf: bytes(c.leafHash),
        root: bytes(c.root),
        proof,
      })
}

/** Whether a claim is about a tree without leaves, of which nothing is ever believed here. */
const isOfNothing = (c: Claim): boolean => c.treeSize === 0 || c.size1 === 0 || c.size2 === 0

test('the proofs of transparency-dev/merkle hold and fail as theirs, but of size 0 none holds', () => {
  const rows = publicVectors<readonly [name: string, claim: Claim]>('merkle')
  assert.equal(rows.length, 196)
  const wrong = rows.filter(([, c]) => holds(c) !== (!c.wantErr && !isOfNothing(c)))
  assert.deepEqual(
    wrong.map(([name]) => name),
    [],
  )
  assert.ok(rows.filter(([, c]) => holds(c)).length >= 10)
})
