import { hash } from 'node:crypto'
import { sha256Parts } from '../json/digest.ts'

/** A Merkle tree that can only grow, kept as the roots of its complete subtrees, largest first. */
export type Tree = { readonly size: number; readonly peaks: readonly string[] }

export const emptyTree: Tree = { size: 0, peaks: [] }

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Buffer.of(1)

/** Hash of a leaf (RFC 6962 §2.1), hex. */
export const leafHash = (body: string | Uint8Array): string => sha256Parts([leafPrefix, body])

/** Hash of an inner node over two hex hashes. */
export const nodeHash = (left: string, right: string): string =>
  hash('sha256', Buffer.concat([nodePrefix, Buffer.from(left, 'hex'), Buffer.from(right, 'hex')]))

/** The tree with one leaf more. */
export const grow = ({ size, peaks }: Tree, leaf: string): Tree => {
  const next = [...peaks]
  let merged = leaf
  for (let n = size; n % 2 === 1; n = (n - 1) / 2) merged = nodeHash(next.pop() as string, merged)
  return { size: size + 1, peaks: [...next, merged] }
}

/** The RFC 6962 root of a tree, hex. */
export const rootOf = ({ peaks }: Tree): string =>
  peaks.length === 0
    ? hash('sha256', '')
    : peaks.reduceRight((right, left) => nodeHash(left, right))

/** The root over leaf hashes. */
export const rootOfLeaves = (leaves: readonly string[]): string =>
  rootOf(leaves.reduce(grow, emptyTree))

/** The largest power of two below n, for n > 1: where RFC 6962 splits a tree. */
const splitOf = (n: number): number => 2 ** Math.floor(Math.log2(n - 1))

/**
 * The audit path of leaf `index` (from 0), lowest sibling first.
 *
 * @throws RangeError when there is no such leaf
 */
export const inclusionProof = (leaves: readonly string[], index: number): readonly string[] => {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length)
    throw new RangeError(`there is no leaf ${index} in a tree of ${leaves.length}`)
  if (leaves.length === 1) return []
  const k = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return index < k
    ? [...inclusionProof(left, index), rootOfLeaves(right)]
    : [...inclusionProof(right, index - k), rootOfLeaves(left)]
}

const subproof = (leaves: readonly string[], size: number, whole: boolean): readonly string[] => {
  if (size === leaves.length) return whole ? [] : [rootOfLeaves(leaves)]
  const k = splitOf(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return size <= k
    ? [...subproof(left, size, whole), rootOfLeaves(right)]
    : [...subproof(right, size - k, false), rootOfLeaves(left)]
}

/**
 * The proof that the tree over the first `size` leaves is a prefix of the one over all.
 *
 * @throws RangeError unless 1 ≤ size ≤ the number of leaves
 */
export const consistencyProof = (leaves: readonly string[], size: number): readonly string[] => {
  if (!Number.isInteger(size) || size < 1 || size > leaves.length)
    throw new RangeError(`a tree of ${leaves.length} has no prefix of ${size}`)
  return subproof(leaves, size, true)
}
