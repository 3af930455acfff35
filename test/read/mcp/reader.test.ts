import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fastmcp, offersIn, read, sdk } from './offers.ts'

test('comments, other packages and generated files offer nothing', () => {
  assert.deepEqual(
    offersIn('a.ts', `${sdk}// s.tool('t', run)\nconst help = "s.tool('u', run)"`),
    [],
  )
  assert.deepEqual(offersIn('a.ts', `// see mcp\ncli.tool('t', run)`), [])
  assert.deepEqual(offersIn('a.ts', `// @generated\n${sdk}s.tool('t', run)`), [])
})

test('tools of tests and examples are marked as such', () => {
  assert.equal(read('test/a.ts', `${sdk}s.tool('t', run)`).code?.[0]?.scope, 'test')
})

test('whatever is cut off or nested without end is read in bounded time', () => {
  const started = process.hrtime.bigint()
  const deep = (open: string, n = 5_000) => open.repeat(n)
  for (const [path, source] of [
    ['a.ts', `${sdk}${deep("s.tool('t', {a: z.object(")}`],
    ['a.ts', `${sdk}${deep("{inputSchema: [{name: 'x', ")}`],
    ['a.ts', `${sdk}s.tool('t', ${deep("'a' + ")}`],
    ['a.py', `${fastmcp}${deep('@mcp.tool(')}`],
    ['a.py', `${fastmcp}@mcp.tool()\ndef f(${deep('a: list[')}`],
    ['a.go', `import "x/mcp-go"\n${deep('mcp.Tool{Name: "x", InputSchema: ')}`],
    ['a.rs', `use rmcp::tool;\n${deep('#[toolIn(')}`],
    ['a.rs', `use rmcp::tool;\nstruct S { a: ${deep('Vec<')}`],
  ] as const)
    for (let cut = source.length; cut > source.length - 3; cut--) read(path, source.slice(0, cut))
  assert.ok(process.hrtime.bigint() - started < 10_000_000_000n)
})
