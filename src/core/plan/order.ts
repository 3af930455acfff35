import { compareText } from '../model/place.ts'
import type { Route } from '../model/route.ts'

/** The symbol of an address without its port. */
export const ownerOf = (address: string): string => address.replace(/#.*$/, '')

const compareRoutes = (a: Route, b: Route): number =>
  compareText(a.from, b.from) || compareText(a.class, b.class) || compareText(a.to, b.to)

/** A binary heap of numbers, smallest first. */
class Heap {
  private readonly items: number[] = []
  get size(): number {
    return this.items.length
  }
  push(n: number): void {
    let i = this.items.push(n) - 1
    while (i > 0) {
      const up = (i - 1) >> 1
      if (this.items[up]! <= n) break
      this.items[i] = this.items[up]!
      i = up
    }
    this.items[i] = n
  }
  pop(): number {
    const top = this.items[0]!
    const n = this.items.pop()!
    if (this.items.length === 0) return top
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= this.items.length) break
      if (child + 1 < this.items.length && this.items[child + 1]! < this.items[child]!) child++
      if (this.items[child]! >= n) break
      this.items[i] = this.items[child]!
      i = child
    }
    this.items[i] = n
    return top
  }
}

/**
 * Orders routes so that what a provider itself needs comes before those who use it; ties, and the way
 * out of a cycle, by (from, class, to). The order of the input does not matter.
 */
export const orderRoutes = (routes: readonly Route[]): Route[] => {
  const sorted = [...routes].sort(compareRoutes)
  const remaining = new Map<string, number>()
  const users = new Map<string, number[]>()
  for (const [i, r] of sorted.entries()) {
    remaining.set(ownerOf(r.from), (remaining.get(ownerOf(r.from)) ?? 0) + 1)
    users.set(ownerOf(r.to), [...(users.get(ownerOf(r.to)) ?? []), i])
  }
  const ready = new Heap()
  for (const [i, r] of sorted.entries()) if (!remaining.has(ownerOf(r.to))) ready.push(i)
  const done = new Set<number>()
  const out: Route[] = []
  for (let smallest = 0; out.length < sorted.length; ) {
    while (done.has(smallest)) smallest++
    const i = ready.size > 0 ? ready.pop() : smallest
    if (done.has(i)) continue
    done.add(i)
    out.push(sorted[i]!)
    const owner = ownerOf(sorted[i]!.from)
    const left = remaining.get(owner)! - 1
    remaining.set(owner, left)
    if (left === 0) for (const u of users.get(owner) ?? []) if (!done.has(u)) ready.push(u)
  }
  return out
}
