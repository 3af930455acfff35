// The layout: a grid. Columns are ranks, rows are filled so that lines stay short, and groups are bands of
// rows. Every node fits its cell, so nothing overlaps; lines keep to the gaps between the cells (route.js).
// The same nodes and edges in the same order give the same picture.
import { rankNodes } from './rank.js'
import { drawRoutes, laneRoom, planRoutes } from './route.js'

export const size = { node: 176, height: 46, row: 28, gap: 48, gapMax: 100, head: 30, pad: 16 }

const sweeps = 12
const rest = '\u0000rest'

const mean = (values) => values.reduce((sum, one) => sum + one, 0) / values.length

/** The bands with their nodes: `''` for nodes of no group, `rest` for those that nothing leads to. */
const bandsOf = (nodes, linked) => {
  const bands = new Map()
  for (const [index, { band }] of nodes.entries()) {
    const id = band ?? (linked[index] ? '' : rest)
    if (!bands.has(id)) bands.set(id, { id, framed: band !== undefined, members: [] })
    bands.get(id).members.push(index)
  }
  return [...bands.values()]
}

/** How many rows a band may have before a rank is broken into several columns. */
const rowsMax = ({ framed, members }) =>
  framed
    ? Math.max(4, Math.ceil(1.5 * Math.sqrt(members.length)))
    : Math.max(6, Math.ceil(2 * Math.sqrt(members.length)))

/** Columns for the linked nodes: a rank, or several side by side where it holds too many. */
const placeLinked = (bands, { linked, rank, column }) => {
  const wide = []
  const byRank = bands.map((band) =>
    Map.groupBy(
      band.members.filter((n) => linked[n]),
      (n) => rank[n],
    ),
  )
  for (const [i, ranks] of byRank.entries())
    for (const [r, members] of ranks)
      wide[r] = Math.max(wide[r] ?? 1, Math.ceil(members.length / rowsMax(bands[i])))
  const start = [0]
  for (let r = 0; r < wide.length; r++) start.push(start[r] + (wide[r] ?? 1))
  for (const [i, ranks] of byRank.entries())
    for (const [r, members] of ranks) {
      const rows = Math.ceil(members.length / Math.ceil(members.length / rowsMax(bands[i])))
      for (const [k, node] of members.entries()) column[node] = start[r] + Math.floor(k / rows)
    }
  return start.at(-1)
}

/** Columns for what no line leads to: the emptiest ones of its band, a new one when all are full. */
const placeUnlinked = (bands, { linked, column }, columns) => {
  for (const band of bands) {
    const most = Math.max(columns, Math.ceil(Math.sqrt(band.members.length) / 2))
    const inside = band.members.filter((n) => linked[n])
    const counts = Map.groupBy(inside, (n) => column[n])
    const filled = new Map([...counts].map(([c, all]) => [c, all.length]))
    let [first, last] =
      inside.length === 0 ? [0, 0] : [Math.min(...filled.keys()), Math.max(...filled.keys())]
    let height = Math.max(1, ...filled.values())
    for (const node of band.members) {
      if (linked[node]) continue
      let best = first
      for (let c = first; c <= last; c++)
        if ((filled.get(c) ?? 0) < (filled.get(best) ?? 0)) best = c
      if ((filled.get(best) ?? 0) >= height) {
        if (last + 1 < most && (last - first + 1) * 0.5 < height) best = ++last
        else if (first > 0 && (last - first + 1) * 0.5 < height) best = --first
        else height += 1
      }
      column[node] = best
      filled.set(best, (filled.get(best) ?? 0) + 1)
    }
  }
}

const columnsOf = (members, column) => Map.groupBy(members, (n) => column[n])

/** Rows for one column of a band: the order given, each as near to where it would like to be as fits. */
const settle = (ordered, wished, height) => {
  const rows = []
  for (const [i, node] of ordered.entries())
    rows.push(Math.max(Math.round(wished(node)), i === 0 ? 0 : rows[i - 1] + 1))
  let limit = height - 1
  for (let i = rows.length - 1; i >= 0; i--) {
    rows[i] = Math.min(rows[i], limit)
    limit = rows[i] - 1
  }
  return rows
}

/** Where neighbours stand on average, as a row of the whole; where the node stands if it has none. */
const wish = (node, { near, at }, isWanted) => {
  const wanted = near[node].filter(isWanted)
  const all = wanted.length > 0 ? wanted : near[node]
  return all.length > 0 ? mean(all.map(at)) : at(node)
}

/** Orders the bands so that those that talk to each other stand near each other. */
const orderBands = (bands, grid) => {
  let order = bands
  for (let sweep = 0; sweep < sweeps / 2; sweep++) {
    stack(order.map((band) => [band]))
    const wishes = new Map(
      order.map((band) => [
        band,
        band.id === rest
          ? Infinity
          : mean(band.members.map((n) => wish(n, grid, (m) => grid.bandOf[m] !== band))),
      ]),
    )
    order = [...order].sort((a, b) =>
      wishes.get(a) === wishes.get(b) ? 0 : wishes.get(a) - wishes.get(b),
    )
  }
  return order
}

const screen = { width: 1080, height: 780 }

/** How much of a picture of so many columns and rows a screen shows. */
const scaleOf = (columns, rows) =>
  Math.min(
    screen.width / (columns * (size.node + 1.4 * size.gap)),
    screen.height / (rows * (size.height + size.row)),
  )

/** In how many blocks side by side the bands are seen largest. */
const blocksFor = (bands, columns) => {
  const rows = bands.reduce((sum, band) => sum + band.height + 0.7, 0)
  const scales = [1, 2, 3, 4].map((count) => scaleOf(columns * count, rows / count))
  return scales.indexOf(Math.max(...scales)) + 1
}

const shift = (band, by, grid) => {
  for (const node of band.members) grid.column[node] += by
  band.columns = columnsOf(band.members, grid.column)
  band.first += by
  band.last += by
}

/** Many bands stand in blocks side by side, in the order of reading, or the picture would be a tower. */
const spreadBlocks = (order, grid) => {
  if (order.some((band) => band.id === '')) return
  const framed = order.filter((band) => band.framed)
  const columns = Math.max(0, ...framed.map((band) => band.last)) + 1
  const count = blocksFor(framed, columns)
  for (const [i, band] of framed.entries()) shift(band, (i % count) * columns, grid)
}

/** Puts bands that share no column side by side on one shelf. */
const shelvesOf = (order) => {
  const shelves = []
  for (const band of order) {
    const free = band.framed
      ? shelves.findLast((shelf) =>
          shelf.every((o) => o.framed && (o.last < band.first || band.last < o.first)),
        )
      : undefined
    if (free === undefined) shelves.push([band])
    else free.push(band)
  }
  return shelves
}

const stack = (shelves) => {
  let row = 0
  for (const shelf of shelves) {
    for (const band of shelf) band.start = row
    row += Math.max(...shelf.map((band) => band.height))
  }
  return row
}

/** Orders the nodes of every column by where their neighbours stand, from left to right and back. */
const orderRows = (bands, grid, columns) => {
  const { column, row } = grid
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isForth = sweep % 2 === 0
    for (let k = 0; k < columns; k++) {
      const c = isForth ? k : columns - 1 - k
      for (const band of bands) {
        const members = band.columns.get(c)
        if (members === undefined) continue
        const isLast = sweep >= sweeps - 2
        const seen = (m) => isLast || (isForth ? column[m] < c : column[m] > c)
        const wishes = new Map(members.map((n) => [n, wish(n, grid, seen) - band.start]))
        members.sort((a, b) => wishes.get(a) - wishes.get(b) || row[a] - row[b])
        const rows = settle(members, (n) => wishes.get(n), band.height)
        for (const [i, node] of members.entries()) row[node] = rows[i]
      }
    }
  }
}

/**
 * The edges that ranks come from: those within a band, so that each reads from left to right by itself, and
 * those to bands that have none within, as data stores.
 */
const edgesForRanks = (nodes, edges) => {
  const isWithin = ({ from, to }) => nodes[from].band === nodes[to].band
  const ordered = new Set(edges.filter(isWithin).map(({ from }) => nodes[from].band))
  return edges.filter((e) => isWithin(e) || !ordered.has(nodes[e.to].band))
}

const prepare = (nodes, edges) => {
  const near = nodes.map(() => [])
  for (const { from, to } of edges) {
    near[from].push(to)
    near[to].push(from)
  }
  const linked = near.map((all) => all.length > 0)
  const bands = bandsOf(nodes, linked)
  const grid = {
    near,
    linked,
    rank: rankNodes(nodes.length, edgesForRanks(nodes, edges)),
    column: new Int32Array(nodes.length),
    row: new Int32Array(nodes.length),
    bandOf: [],
  }
  grid.at = (node) => grid.bandOf[node].start + grid.row[node]
  const columns = Math.max(1, placeLinked(bands, grid))
  placeUnlinked(bands, grid, columns)
  for (const band of bands) {
    band.columns = columnsOf(band.members, grid.column)
    band.first = Math.min(...band.columns.keys())
    band.last = Math.max(...band.columns.keys())
    band.height = Math.max(...[...band.columns.values()].map((all) => all.length))
    for (const all of band.columns.values())
      for (const [i, node] of all.entries()) grid.row[node] = i
    for (const node of band.members) grid.bandOf[node] = band
  }
  return { bands, grid }
}

/** Left edges of the columns; a gap that many lines turn in is wider. */
const columnEdges = (edges, { column, node }) => {
  const turns = []
  const turn = (c) => {
    turns[c] = (turns[c] ?? 0) + 1
  }
  for (const { from, to } of edges) {
    const [first, last] = [
      Math.min(column[from], column[to]),
      Math.max(column[from], column[to]) - 1,
    ]
    turn(first)
    if (last > first) turn(last)
  }
  const last = Math.max(0, ...column)
  const x = [size.pad + size.gap / 2]
  for (let c = 0; c < last; c++)
    x.push(x[c] + node + Math.min(size.gapMax, size.gap + 3 * (turns[c] ?? 0)))
  return x
}

/** Top edges of the rows, shelf by shelf; a shelf with frames has room for their titles. */
const rowEdges = (shelves, lanes) => {
  const y = []
  let top = size.pad
  for (const shelf of shelves) {
    if (shelf.some((band) => band.framed || band.id === rest)) top += size.head
    for (let r = 0; r < Math.max(...shelf.map((band) => band.height)); r++) {
      y.push(top)
      top += size.height + Math.max(size.row, laneRoom(lanes(y.length - 1)))
    }
    top += size.pad
  }
  return { y, height: top + size.pad }
}

const frameOf = (band, { x, y, node }) => ({
  id: band.id === rest ? undefined : band.id,
  x: x[band.first] - size.pad,
  y: y[band.start] - size.head,
  width: x[band.last] + node - x[band.first] + 2 * size.pad,
  height: y[band.start + band.height - 1] + size.height - y[band.start] + size.head + size.pad,
})

/**
 * Lays out nodes `{ band? }`, all of one width, and edges `{ from, to }` (indices, no loops).
 *
 * Answers with the place of every node, the frames of the bands (that without an id holds the nodes that
 * nothing leads to), a route for every edge, and the size of the whole.
 */
export const layout = (nodes, edges, node = size.node) => {
  if (nodes.length === 0) return { nodes: [], frames: [], routes: [], width: 0, height: 0 }
  const { bands, grid } = prepare(nodes, edges)
  const order = orderBands(bands, grid)
  spreadBlocks(order, grid)
  const shelves = shelvesOf(order)
  stack(shelves)
  orderRows(order, grid, Math.max(...grid.column) + 1)
  const cells = nodes.map((_, n) => ({ column: grid.column[n], row: grid.at(n) }))
  const plan = planRoutes(cells, edges)
  const x = columnEdges(edges, { column: grid.column, node })
  const { y, height } = rowEdges(shelves, plan.lanes)
  const places = cells.map((cell) => ({ ...cell, x: x[cell.column], y: y[cell.row] }))
  return {
    nodes: places,
    frames: order
      .filter((b) => b.framed || (b.id === rest && order.length > 1))
      .map((b) => frameOf(b, { x, y, node })),
    routes: drawRoutes(places, edges, { plan, x, y, size: { ...size, node } }),
    width: x.at(-1) + node + size.pad + size.gap / 2,
    height,
  }
}
