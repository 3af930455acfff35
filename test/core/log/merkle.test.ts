import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  consistencyProof,
  emptyTree,
  grow,
  inclusionProof,
  leafHash,
  rootOf,
  rootOfLeaves,
} from '../../../src/core/log/merkle.ts'
import { verifyConsistency, verifyInclusion } from '../../../src/core/log/proof.ts'

const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()

/** RFC 6962 §2.1, word for word and slowly. */
const naiveRoot = (entries: readonly Uint8Array[]): Buffer => {
  if (entries.length === 0) return sha()
  if (entries.length === 1) return sha(Uint8Array.of(0), entries[0] as Uint8Array)
  let k = 1
  while (k * 2 < entries.length) k *= 2
  return sha(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)))
}

const entriesOf = (n: number): readonly Uint8Array[] =>
  Array.from({ length: n }, (_, i) => Buffer.from(`entry ${i}`))
const leavesOf = (n: number): readonly string[] => entriesOf(n).map(leafHash)

// The roots of the reference tree of certificate-transparency, sizes 0, 1 and 8.
const referenceEntries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((h) => Buffer.from(h, 'hex'))

test('the tree of the certificate transparency tests has their roots', () => {
  const roots = [0, 1, 8].map((n) => rootOfLeaves(referenceEntries.slice(0, n).map(leafHash)))
  assert.deepEqual(roots, [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ])
})

test('growing leaf by leaf gives the root of RFC 6962 at every size', () => {
  let tree = emptyTree
  for (let n = 0; n <= 130; n++) {
    assert.equal(rootOf(tree), naiveRoot(entriesOf(n)).toString('hex'), `size ${n}`)
    tree = grow(tree, leafHash(Buffer.from(`entry ${n}`)))
  }
})

const treeAndIndex = fc
  .integer({ min: 1, max: 300 })
  .chain((size) => fc.tuple(fc.constant(size), fc.nat(size - 1)))

test('every leaf is proved, in hex and in bytes', () => {
  fc.assert(
    fc.property(treeAndIndex, ([size, index]) => {
      const leaves = leavesOf(size)
      const claim = {
        index,
        size,
        leaf: leaves[index] as string,
        proof: inclusionProof(leaves, index),
        root: rootOfLeaves(leaves),
      }
      assert.ok(verifyInclusion(claim))
      const bytes = (h: string) => Uint8Array.from(Buffer.from(h, 'hex'))
      assert.ok(
        verifyInclusion({
          ...claim,
          leaf: bytes(claim.leaf),
          proof: claim.proof.map(bytes),
          root: bytes(claim.root),
        }),
      )
    }),
  )
})

test('every prefix is proved', () => {
  fc.assert(
    fc.property(treeAndIndex, ([size2, index]) => {
      const leaves = leavesOf(size2)
      const size1 = index + 1
      const claim = {
        size1,
        size2,
        root1: rootOfLeaves(leaves.slice(0, size1)),
        root2: rootOfLeaves(leaves),
        proof: consistencyProof(leaves, size1),
      }
      assert.ok(verifyConsistency(claim))
    }),
  )
})

const changedHash = (h: string): string => `${h[0] === '0' ? '1' : '0'}${h.slice(1)}`

test('a proof that was changed anywhere proves nothing', () => {
  fc.assert(
    fc.property(treeAndIndex, fc.nat(), ([size, index], where) => {
      const leaves = leavesOf(size)
      const [leaf, root] = [leaves[index] as string, rootOfLeaves(leaves)]
      const proof = inclusionProof(leaves, index)
      const claim = { index, size, leaf, proof, root }
      assert.ok(!verifyInclusion({ ...claim, leaf: changedHash(leaf) }))
      assert.ok(!verifyInclusion({ ...claim, root: changedHash(root) }))
      assert.ok(!verifyInclusion({ ...claim, proof: [...proof, root] }))
      if (size > 1) {
        const at = where % proof.length
        const broken = proof.map((h, i) => (i === at ? changedHash(h) : h))
        assert.ok(!verifyInclusion({ ...claim, proof: broken }))
        assert.ok(!verifyInclusion({ ...claim, proof: proof.slice(1) }))
        assert.ok(!verifyInclusion({ ...claim, index: (index + 1) % size }))
      }
    }),
  )
  fc.assert(
    fc.property(treeAndIndex, fc.nat(), ([size2, index], where) => {
      const leaves = leavesOf(size2)
      const size1 = index + 1
      const [root1, root2] = [rootOfLeaves(leaves.slice(0, size1)), rootOfLeaves(leaves)]
      const proof = consistencyProof(leaves, size1)
      const claim = { size1, size2, root1, root2, proof }
      assert.ok(!verifyConsistency({ ...claim, root1: changedHash(root1) }))
      assert.ok(!verifyConsistency({ ...claim, root2: changedHash(root2) }))
      assert.ok(!verifyConsistency({ ...claim, proof: [...proof, root1] }))
      if (proof.length > 0) {
        const at = where % proof.length
        const broken = proof.map((h, i) => (i === at ? changedHash(h) : h))
        assert.ok(!verifyConsistency({ ...claim, proof: broken }))
        assert.ok(!verifyConsistency({ ...claim, proof: proof.slice(0, -1) }))
      }
    }),
  )
})

test('an empty tree proves nothing, and nonsense is false', () => {
  const root = rootOfLeaves([])
  const [leaf] = leavesOf(1) as [string]
  assert.ok(!verifyInclusion({ index: 0, size: 0, leaf, proof: [], root }))
  assert.ok(!verifyConsistency({ size1: 0, size2: 0, root1: root, root2: root, proof: [] }))
  assert.ok(!verifyConsistency({ size1: 0, size2: 1, root1: root, root2: leaf, proof: [] }))
  assert.ok(!verifyConsistency({ size1: 2, size2: 1, root1: leaf, root2: leaf, proof: [] }))
  assert.ok(verifyConsistency({ size1: 1, size2: 1, root1: leaf, root2: leaf, proof: [] }))
  for (const index of [-1, 1, 0.5, Number.NaN])
    assert.ok(!verifyInclusion({ index, size: 1, leaf, proof: [], root: leaf }))
  assert.ok(!verifyInclusion({ index: 0, size: 1, leaf: 'xyz', proof: [], root: 'xyz' }))
  assert.throws(() => inclusionProof([], 0), RangeError)
  assert.throws(() => consistencyProof(leavesOf(3), 0), RangeError)
})
