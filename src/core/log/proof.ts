import { nodeHash } from './merkle.ts'

/** A sha256 as 32 bytes or 64 hex digits. */
export type Hash = string | Uint8Array

type Inclusion = {
  /** Index of the leaf, from 0. */
  readonly index: number
  /** Leaves in the tree, at least 1. */
  readonly size: number
  readonly leaf: Hash
  readonly proof: readonly Hash[]
  readonly root: Hash
}

type Consistency = {
  readonly size1: number
  readonly size2: number
  readonly root1: Hash
  readonly root2: Hash
  readonly proof: readonly Hash[]
}

const hexOf = (h: Hash): string =>
  typeof h === 'string' ? h.toLowerCase() : Buffer.from(h).toString('hex')

const allHex = (hashes: readonly string[]): boolean => hashes.every((h) => /^[0-9a-f]{64}$/.test(h))

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 1

const half = (n: number): number => Math.floor(n / 2)
const isOdd = (n: number): boolean => n % 2 === 1

/**
 * True when `proof` shows that `leaf` is the leaf `index` of the tree of `size` leaves with `root`.
 * An empty tree holds nothing, so size 0 is refused. Never throws.
 *
 * Source: RFC 9162 §2.1.3.2
 */
export const verifyInclusion = (claim: Inclusion): boolean => {
  const { index, size } = claim
  if (!isSize(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return false
  const path = claim.proof.map(hexOf)
  const [leaf, root] = [hexOf(claim.leaf), hexOf(claim.root)]
  if (!allHex([...path, leaf, root])) return false
  let [fn, sn, hash] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      hash = nodeHash(sibling, hash)
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else hash = nodeHash(hash, sibling)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && hash === root
}

/**
 * Folds a consistency proof, its first hash included, into both roots; undefined when it is too
 * long.
 */
const foldBoth = (path: readonly string[], size1: number, size2: number) => {
  let [fn, sn] = [size1 - 1, size2 - 1]
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)]
  let [old, young] = [path[0] as string, path[0] as string]
  for (const c of path.slice(1)) {
    if (sn === 0) return undefined
    if (isOdd(fn) || fn === sn) {
      ;[old, young] = [nodeHash(c, old), nodeHash(c, young)]
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)]
    } else young = nodeHash(young, c)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 ? { old, young } : undefined
}

/**
 * True when `proof` shows that the tree with `root2` begins with the tree with `root1`. Size 0 is
 * refused: everything begins with nothing, so such a proof proves nothing. Never throws.
 *
 * Source: RFC 9162 §2.1.4.2
 */
export const verifyConsistency = (claim: Consistency): boolean => {
  const { size1, size2 } = claim
  if (!isSize(size1) || !isSize(size2) || size1 > size2) return false
  const proof = claim.proof.map(hexOf)
  const [root1, root2] = [hexOf(claim.root1), hexOf(claim.root2)]
  if (size1 === size2) return proof.length === 0 && root1 === root2
  if (!allHex([...proof, root1, root2])) return false
  if (proof.length === 0) return false
  const isPowerOfTwo = Number.isInteger(Math.log2(size1))
  const both = foldBoth(isPowerOfTwo ? [root1, ...proof] : proof, size1, size2)
  return both !== undefined && both.old === root1 && both.young === root2
}
