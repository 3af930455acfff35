import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { pageData } from '../../src/core/graph/page.ts'
import { type Drawn, type Edge, type LaidOut, layout, size } from './script.ts'
import { synthetic } from './synthetic.ts'

type Graph = { readonly nodes: readonly Drawn[]; readonly edges: readonly Edge[] }

const graphs: fc.Arbitrary<Graph> = fc
  .record({
    bands: fc.array(fc.option(fc.constantFrom('0', '1', '2', '3'), { nil: undefined }), {
      minLength: 1,
      maxLength: 60,
    }),
    pairs: fc.array(fc.tuple(fc.nat(59), fc.nat(59)), { maxLength: 120 }),
  })
  .map(({ bands, pairs }) => ({
    nodes: bands.map((band) => ({ band })),
    edges: pairs
      .map(([a, b]) => ({ from: a % bands.length, to: b % bands.length }))
      .filter(({ from, to }) => from !== to),
  }))

type Box = { x: number; y: number; width: number; height: number }

const boxOf = ({ x, y }: { x: number; y: number }): Box => ({
  x,
  y,
  width: size.node,
  height: size.height,
})

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const isWithin = (a: Box, b: Box): boolean =>
  a.x >= b.x && a.y >= b.y && a.x + a.width <= b.x + b.width && a.y + a.height <= b.y + b.height

/** Points along a route, close enough that none can jump a node. */
const pointsOf = ([start, ...curves]: readonly (readonly number[])[]): [number, number][] => {
  let [x0, y0] = start as [number, number]
  return curves.flatMap(([x1, y1, x2, y2, x, y]) => {
    const steps = Math.max(8, Math.ceil((Math.abs(x! - x0) + Math.abs(y! - y0)) / 8))
    const points = Array.from({ length: steps }, (_, i): [number, number] => {
      const t = (i + 1) / steps
      const at = (a: number, b: number, c: number, d: number) =>
        a * (1 - t) ** 3 + 3 * b * t * (1 - t) ** 2 + 3 * c * t ** 2 * (1 - t) + d * t ** 3
      return [at(x0, x1!, x2!, x!), at(y0, y1!, y2!, y!)]
    })
    ;[x0, y0] = [x!, y!]
    return points
  })
}

const check = ({ nodes, edges }: Graph, placed: LaidOut): void => {
  const boxes = placed.nodes.map(boxOf)
  assert.equal(boxes.length, nodes.length)
  const whole = { x: 0, y: 0, width: placed.width, height: placed.height }
  for (const [i, a] of boxes.entries()) {
    assert.ok(isWithin(a, whole), `node ${i} is outside`)
    for (let k = i + 1; k < boxes.length; k++)
      assert.ok(!overlap(a, boxes[k]!), `nodes ${i} and ${k} overlap`)
  }
  for (const [f, frame] of placed.frames.entries()) {
    assert.ok(isWithin(frame, whole), `frame ${frame.id} is outside`)
    for (const other of placed.frames.slice(f + 1))
      assert.ok(!overlap(frame, other), `frames ${frame.id} and ${other.id} overlap`)
    if (frame.id === undefined) continue
    for (const [i, box] of boxes.entries())
      assert.equal(isWithin(box, frame), nodes[i]!.band === frame.id, `${i} in ${frame.id}`)
  }
  for (const [e, { from, to }] of edges.entries())
    for (const [x, y] of pointsOf(placed.routes[e]!))
      for (const [i, box] of boxes.entries())
        assert.ok(
          i === from || i === to || !overlap(box, { x: x - 0.5, y: y - 0.5, width: 1, height: 1 }),
          `line ${e} passes behind node ${i}`,
        )
}

test('whatever the graph: all nodes are placed, none overlap, frames hold their own, lines stay clear', () => {
  fc.assert(
    fc.property(graphs, (graph) => check(graph, layout(graph.nodes, graph.edges))),
    { numRuns: 150 },
  )
})

test('the same graph gives the same picture', () => {
  fc.assert(
    fc.property(graphs, ({ nodes, edges }) => {
      assert.deepEqual(layout(nodes, edges), layout(nodes, edges))
    }),
    { numRuns: 30 },
  )
})

test('callers stand left of what they call, unless there is a cycle', () => {
  const chain = Array.from({ length: 5 }, (_, i) => ({ from: i, to: i + 1 }))
  const { nodes } = layout(
    Array.from({ length: 6 }, () => ({})),
    [...chain, { from: 0, to: 5 }],
  )
  assert.deepEqual(
    nodes.map((n) => n.column),
    [0, 1, 2, 3, 4, 5],
  )
})

test('large pictures keep the shape of a screen, closed and open', () => {
  for (const count of [60, 300]) {
    const { services, links } = pageData(synthetic(count), [])
    const nodes = services.map((s) => ({ band: String(s.group) }))
    const placed = layout(nodes, links)
    check({ nodes, edges: links }, placed)
    const shape = placed.width / placed.height
    assert.ok(shape > 0.6 && shape < 3.5, `${count} services: ${shape.toFixed(2)} times as wide`)
  }
})

test('no nodes are no picture', () => {
  assert.deepEqual(layout([], []), { nodes: [], frames: [], routes: [], width: 0, height: 0 })
})
