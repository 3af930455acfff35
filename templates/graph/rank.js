// Ranks: how far to the right a node stands. Callers stand left of what they call.

const neighbours = (count, edges) => {
  const out = Array.from({ length: count }, () => [])
  const into = Array.from({ length: count }, () => [])
  for (const { from, to } of edges) {
    out[from].push(to)
    into[to].push(from)
  }
  return { out, into }
}

/** Where a search starts: those that nobody calls first, then those that call most. */
const roots = ({ out, into }) =>
  out
    .map((_, node) => node)
    .sort(
      (a, b) =>
        Number(into[a].length > 0) - Number(into[b].length > 0) ||
        out[b].length - into[b].length - (out[a].length - into[a].length) ||
        a - b,
    )

/** The edges, with those that close a cycle turned round: found by a search in depth, without recursion. */
const acyclic = (count, edges) => {
  const graph = neighbours(count, edges)
  const state = new Uint8Array(count)
  const turned = new Set()
  for (const root of roots(graph)) {
    if (state[root] !== 0) continue
    const stack = [[root, 0]]
    state[root] = 1
    while (stack.length > 0) {
      const top = stack[stack.length - 1]
      const [node, next] = top
      if (next === graph.out[node].length) {
        state[node] = 2
        stack.pop()
        continue
      }
      top[1] += 1
      const to = graph.out[node][next]
      if (state[to] === 1) turned.add(`${node} ${to}`)
      else if (state[to] === 0) {
        state[to] = 1
        stack.push([to, 0])
      }
    }
  }
  return {
    turned,
    edges: edges.map((e) => (turned.has(`${e.from} ${e.to}`) ? { from: e.to, to: e.from } : e)),
  }
}

const topological = (count, { out, into }) => {
  const waiting = into.map((all) => all.length)
  const order = []
  for (let node = 0; node < count; node++) if (waiting[node] === 0) order.push(node)
  for (const node of order)
    for (const to of out[node]) {
      waiting[to] -= 1
      if (waiting[to] === 0) order.push(to)
    }
  return order
}

/** More ranks than this make a picture that is wider than a screen; in cycles they mean little anyway. */
const ranksMax = (count, hasCycle) => Math.max(hasCycle ? 5 : 8, Math.ceil(0.95 * Math.sqrt(count)))

/** Ranks from 0 to below `most`, in the same order: where there are more, neighbours are put together. */
const squeeze = (rank, most) => {
  const count = Math.max(0, ...rank) + 1
  return count <= most ? rank : rank.map((r) => Math.floor((r * most) / count))
}

/**
 * The rank of each node: one more than the highest of its callers, then drawn towards what it
 * calls where that makes the lines shorter. Cycles are cut at the edge that closes them. Loops must be left
 * out.
 */
export const rankNodes = (count, edges) => {
  const { turned, edges: forth } = acyclic(count, edges)
  const graph = neighbours(count, forth)
  const order = topological(count, graph)
  const rank = new Int32Array(count)
  for (const node of order)
    for (const to of graph.out[node]) rank[to] = Math.max(rank[to], rank[node] + 1)
  for (const node of order.toReversed()) {
    if (graph.out[node].length <= graph.into[node].length) continue
    rank[node] = Math.max(rank[node], Math.min(...graph.out[node].map((to) => rank[to])) - 1)
  }
  return squeeze(rank, ranksMax(count, turned.size > 0))
}
