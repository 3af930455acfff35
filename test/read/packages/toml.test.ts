import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { parse, stringify } from 'smol-toml'
import { parseToml } from '../../../src/read/packages/toml.ts'
import type { Tree } from '../../../src/read/packages/tree.ts'

const texts = (tree: Tree, path = ''): readonly { path: string; tree: Tree }[] => {
  if (tree.kind === 'table')
    return [...tree.entries].flatMap(([key, member]) => texts(member, `${path}.${key}`))
  if (tree.kind === 'list') return tree.items.flatMap((item, i) => texts(item, `${path}.${i}`))
  return tree.kind === 'text' ? [{ path, tree }] : []
}

/** Every text of the tree must stand at its place as it reads: the parser is the judge. */
const assertPlaced = (text: string): number => {
  const { root } = parseToml({ path: 'x.toml', text })
  const lines = text.split('\n')
  const found = texts(root!)
  for (const { path, tree } of found) {
    assert.ok(tree.kind === 'text' && tree.at.column !== undefined, `${path} has no place`)
    const rest = lines
      .slice(tree.at.line - 1)
      .join('\n')
      .slice(tree.at.column - 1)
    const end = tree.at.endColumn
    const raw = end === undefined ? undefined : rest.slice(0, end - tree.at.column)
    if (raw !== undefined) assert.equal(parse(`x=${raw}`)['x'], tree.value, path)
    else assert.match(rest, /^("""|''')/, path)
  }
  return found.length
}

const tricky = `# comment = "no"
title = "a # b" # "no"
"quoted \\"key\\"" = 'lit"eral' # c
a.b."c.d" = "dotted"
 spaced . key = "s"
multi = """
one "two" \\"""three\\
   four"""
quotes = """"inner""""
literal = '''it's
raw \\'''
empty = ""
list = [ "x", # c ] "
  [ "nested", 'y' ], { k = "in", deep.er = "er" },
]
date = 1979-05-27 07:32:00
number = 1_000
[table] # [no]
key = "t"
[table.sub]
key = "ts"
[[array]]
name = "one"
[array.inner]
v = "i1"
[[array]]
name = "two"
[[array.list]]
w = "w1"
[ "q.uoted" . 'x' ]
key = "é"
[late.parent.child]
k = "1"
[late.parent]
k = "2"
`

describe('TOML with places', () => {
  it('finds every text of a tricky file', () => {
    assert.equal(assertPlaced(tricky), 22)
  })

  it('finds every text of whatever the writer makes', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }).filter((s) => s.isWellFormed() && !s.includes('\r')),
      fc.integer(),
      fc.boolean(),
    )
    const key = fc.oneof(fc.string({ minLength: 1, maxLength: 5 }), fc.constantFrom('a', 'b', '"'))
    const { table } = fc.letrec<{ value: unknown; table: Record<string, unknown> }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.array(leaf, { maxLength: 3 }),
        tie('table'),
        fc.array(tie('table'), { maxLength: 3 }),
      ),
      table: fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    }))
    fc.assert(
      fc.property(table, (value) => {
        const text = stringify(value)
        const count = assertPlaced(text)
        assert.equal(count, texts(parseToml({ path: 'x', text }).root!).length)
      }),
      { numRuns: 300 },
    )
  })

  it('reports a fault at its line and column', () => {
    const [problem] = parseToml({ path: 'x.toml', text: 'a = 1\nb = "x\n' }).problems
    assert.equal(problem?.code, 'RTT1002')
    assert.equal(problem?.at?.line, 2)
  })

  it('bounds the nesting', () => {
    const deep = parseToml({ path: 'x', text: `a = ${'['.repeat(1000)}${']'.repeat(1000)}` })
    assert.equal(deep.problems[0]?.code, 'RTT1002')
    const dotted = parseToml({ path: 'x', text: `a${'.a'.repeat(100_000)} = "x"` })
    assert.equal(dotted.problems[0]?.code, 'RTT1013')
  })
})
