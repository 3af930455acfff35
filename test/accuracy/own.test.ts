import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type OwnTruth, ownNames, ownTexts, ownTruth, scanTexts } from './own.ts'
import { ratios, score } from './score.ts'

/** True pairs that are not found yet; whoever finds them takes them out of this list. */
const unseen: Readonly<Record<string, readonly string[]>> = {}

const byTruth = (truth: OwnTruth): ((name: string) => string) => {
  const called = new Map(truth.services.flatMap((s) => (s.aliases ?? []).map((a) => [a, s.name])))
  return (name) => called.get(name) ?? name
}

for (const name of ownNames) {
  const truth = ownTruth(name)
  const found = scanTexts(ownTexts(name))
  const named = byTruth(truth)

  test(`${name}: who talks to whom, and nobody else`, (t) => {
    const { hits, wrong, missed } = score(truth, found)
    const known = unseen[name] ?? []
    const { precision, recall } = ratios(hits, wrong.length, missed.length - known.length)
    t.diagnostic(`${hits} pairs, precision ${precision}, recall ${recall}, left ${known.length}`)
    assert.deepEqual({ wrong, missed }, { wrong: [], missed: known })
  })

  test(`${name}: a link speaks the protocol, and every place it shows is one of the true ones`, () => {
    for (const l of found.links.filter((x) => x.status === 'confirmed')) {
      const edge = truth.edges.find((e) => e.from === named(l.from) && e.to === named(l.to))
      assert.equal(l.via, edge?.via, `${l.from} -> ${l.to}`)
      const places = l.evidence.map((e) => `${e.path}:${e.line}`)
      assert.deepEqual(
        places.filter((p) => !edge?.evidence.includes(p)),
        [],
        `${l.from} -> ${l.to}`,
      )
    }
  })

  test(`${name}: services are those of its deployments`, () => {
    const all = truth.services.map((s) => s.name).sort()
    assert.deepEqual(found.services.map((s) => named(s.name)).sort(), all)
  })

  test(`${name}: channels and routes are those of its code`, () => {
    const inOrder = (lines: readonly string[]) =>
      lines.map((line) => line.replace(/^\S+/, named)).sort()
    assert.deepEqual(inOrder(found.channels), inOrder(truth.channels))
    assert.deepEqual(inOrder(found.routes), inOrder(truth.routes))
  })
}
