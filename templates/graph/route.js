// Routes: lines leave a node on the side that they go to. They turn in the gaps between columns, and run
// between rows, or along a row whose cells are free: no line passes behind a node that is not its own.

const spreadMax = 16
const stepMax = 9
const laneGap = 3.5

const lastOf = (points) => points[points.length - 1].slice(-2)

const curve = (points, x1, y1, bend) => {
  const [x0, y0] = lastOf(points)
  points.push([x0 + bend, y0, x1 - bend, y1, x1, y1])
}

const line = (points, x1, y1) => {
  const [x0, y0] = lastOf(points)
  points.push([x0, y0, x1, y1, x1, y1])
}

/** Rows that a line may run along: every cell is free, and no line to or from another node runs there. */
const runsOf = (nodes) => {
  const taken = new Set(nodes.map(({ column, row }) => `${column} ${row}`))
  const runs = new Map()
  return (row, first, last, owner) => {
    for (let c = first; c <= last; c++) if (taken.has(`${c} ${row}`)) return false
    const old = runs.get(row) ?? []
    if (old.some((r) => r.owner !== owner && r.first <= last && first <= r.last)) return false
    runs.set(row, [...old, { first, last, owner }])
    return true
  }
}

/** A lane between two rows for all lines to one node; lines to others get the next. */
const lanesOf = () => {
  const used = new Map()
  const lane = (row, owner) => {
    const known = used.get(row) ?? new Map()
    if (!known.has(owner)) known.set(owner, known.size)
    used.set(row, known)
    return known.get(owner)
  }
  return { lane, count: (row) => used.get(row)?.size ?? 0 }
}

/** The row below which a line from one row to another runs: beside the row that it goes to. */
const channelRow = (from, to) => (to > from ? to - 1 : to)

/**
 * The way a line goes: `side` within a column, `direct` to the next one, along the row of the node that it
 * goes `to` or comes `from`, or through a `channel` below a row. `dir` is 1 to the right, -1 to the left.
 */
const wayOf = ({ from, to }, { canRun, lane }) => {
  const dir = Math.sign(to.column - from.column)
  if (dir === 0) return { kind: 'side', dir: 1 }
  const [first, last] = [Math.min(from.column, to.column) + 1, Math.max(from.column, to.column) - 1]
  if (last < first) return { kind: 'direct', dir }
  if (canRun(to.row, first, last, to)) return { kind: 'to', dir }
  if (canRun(from.row, first, last, from)) return { kind: 'from', dir }
  const row = channelRow(from.row, to.row)
  return { kind: 'channel', dir, row, lane: lane(row, to) }
}

/** The ways of all lines between nodes `{ column, row }`, and how many lanes the gap below each row holds. */
export const planRoutes = (nodes, edges) => {
  const { lane, count } = lanesOf()
  const shared = { canRun: runsOf(nodes), lane }
  return {
    ways: edges.map((e) => wayOf({ from: nodes[e.from], to: nodes[e.to] }, shared)),
    lanes: count,
  }
}

/** Room that lanes need between two rows. */
export const laneRoom = (count) => Math.min(96, 14 + laneGap * count)

/** The height of a lane, and the heights that a line makes for at its ends. */
const heightsOf = ({ from, to, way }, { y, size, lanes }) => {
  const [ys, yt] = [from.y + size.height / 2, to.y + size.height / 2]
  if (way.kind === 'side' || way.kind === 'direct') return { leaves: yt, arrives: ys }
  if (way.kind === 'to') return { leaves: yt, arrives: yt }
  if (way.kind === 'from') return { leaves: ys, arrives: ys }
  const count = lanes(way.row)
  const top = way.row < 0 ? 0 : y[way.row] + size.height
  const room =
    y[way.row + 1] === undefined ? laneRoom(count) : Math.min(y[way.row + 1] - top, laneRoom(count))
  const step = Math.min(laneGap, (room - 6) / Math.max(1, count))
  const level = top + room / 2 + (way.lane - (count - 1) / 2) * step
  return { level, leaves: level, arrives: level }
}

/** The ends of all lines, with the side of the node that each is at. */
const portsOf = (lines) =>
  lines.flatMap(({ from, to, way, heights }, edge) => [
    { edge, end: 0, node: from, far: to, side: way.dir, seen: heights.leaves },
    {
      edge,
      end: 1,
      node: to,
      far: from,
      side: way.kind === 'side' ? 1 : -way.dir,
      seen: heights.arrives,
    },
  ])

/** Heights at which lines meet a side of a node, from its middle: ordered so that they do not cross there. */
const spread = (ports, count) => {
  const offsets = Array.from({ length: count }, () => [0, 0])
  for (const all of Map.groupBy(
    ports,
    (p) => `${p.node.column} ${p.node.row} ${p.side}`,
  ).values()) {
    all.sort(
      (a, b) =>
        a.seen - b.seen || a.far.row - b.far.row || a.far.column - b.far.column || a.edge - b.edge,
    )
    const step = all.length < 2 ? 0 : Math.min(stepMax, (2 * spreadMax) / (all.length - 1))
    for (const [i, p] of all.entries()) offsets[p.edge][p.end] = (i - (all.length - 1) / 2) * step
  }
  return offsets
}

const pointsOf = ({ from, to, way, heights, offsets }, { x, size }) => {
  const { kind, dir } = way
  const { level } = heights
  const [y0, y1] = [from.y + size.height / 2 + offsets[0], to.y + size.height / 2 + offsets[1]]
  const right = (c) => x[c] + size.node
  const points = [[dir > 0 ? right(from.column) : from.x, y0]]
  if (kind === 'side') {
    const bulge = Math.min(size.gap * 0.9, 16 + 5 * Math.abs(to.row - from.row))
    points.push([
      right(from.column) + bulge,
      y0,
      right(from.column) + bulge,
      y1,
      right(to.column),
      y1,
    ])
    return points
  }
  const enter = dir > 0 ? to.x : right(to.column)
  // Where the first gap ends and the last one begins.
  const [near, far] =
    dir > 0
      ? [x[from.column + 1], right(to.column - 1)]
      : [right(from.column - 1), x[to.column + 1]]
  const [bendOut, bendIn] = [(near - points[0][0]) / 2, (enter - far) / 2]
  if (kind === 'direct') curve(points, enter, y1, bendOut)
  else if (kind === 'to') {
    curve(points, near, y1, bendOut)
    line(points, enter, y1)
  } else if (kind === 'from') {
    line(points, far, y0)
    curve(points, enter, y1, bendIn)
  } else {
    curve(points, near, level, bendOut)
    line(points, far, level)
    curve(points, enter, y1, bendIn)
  }
  return points
}

/**
 * A route for each edge, from its plan: its start `[x, y]`, then cubic curves `[x1, y1, x2, y2, x, y]`.
 */
export const drawRoutes = (nodes, edges, { plan, ...grid }) => {
  const shared = { ...grid, lanes: plan.lanes }
  const lines = edges.map((e, i) => ({ from: nodes[e.from], to: nodes[e.to], way: plan.ways[i] }))
  for (const one of lines) one.heights = heightsOf(one, shared)
  const offsets = spread(portsOf(lines), edges.length)
  return lines.map((one, i) => pointsOf({ ...one, offsets: offsets[i] }, shared))
}
