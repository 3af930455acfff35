import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clockAndChance, longFunctions, wholeZod, worldInPureLayers } from './bans.ts'
import { brokenImports, cycles, deadFiles } from './graph.ts'
import { wrongImports } from './layers.ts'
import { parseSource, type Source } from './source.ts'
import { strayWrites } from './writes.ts'

const sources = (files: Readonly<Record<string, string>>): readonly Source[] =>
  Object.entries(files).map(([path, text]) => parseSource(path, text))

test('an import against the layers is named, a type import too', () => {
  const found = wrongImports(
    sources({
      'src/core/a.ts': `import type { B } from '../app/b.ts'\nimport fs from 'node:fs'`,
      'src/core/c.ts': `import { randomBytes, verify } from 'node:crypto'\nimport * as z from 'zod'`,
      'src/app/b.ts': `import { d } from '../node/d.ts'\nimport { readFileSync } from 'node:fs'`,
      'src/cli/main.ts': `import { d } from '../node/d.ts'\nconst b = await import('../app/b.ts')`,
      'src/cli/up.ts': `import { d } from '../node/d.ts'`,
      'src/attic/x.ts': 'export {}',
    }),
  )
  assert.deepEqual(found, [
    'src/core/a.ts:1: core imports src/app/b.ts',
    'src/core/a.ts:2: core imports node:fs',
    'src/core/c.ts:1: core takes randomBytes from node:crypto',
    'src/app/b.ts:1: app imports src/node/d.ts',
    'src/app/b.ts:2: app imports node:fs',
    'src/cli/up.ts:1: cli imports src/node/d.ts',
    'src/attic/x.ts: attic is no layer of the design',
  ])
})

test('cycles, dead files and broken imports are found, through import() and workers, too', () => {
  const all = sources({
    'src/cli/main.ts': `await import('../app/a.ts')\nnew URL('./worker.ts', import.meta.url)`,
    'src/cli/worker.ts': 'export {}',
    'src/app/a.ts': `import './b.ts'`,
    'src/app/b.ts': `export type { C } from './c.ts'`,
    'src/app/c.ts': `import './a.ts'\nimport './gone.ts'`,
    'src/app/dead.ts': `import './a.ts'`,
  })
  assert.deepEqual(cycles(all), ['src/app/a.ts -> src/app/b.ts -> src/app/c.ts -> src/app/a.ts'])
  assert.deepEqual(deadFiles(all, ['src/cli/main.ts']), ['src/app/dead.ts'])
  assert.deepEqual(brokenImports(all), ['src/app/c.ts:2: src/app/gone.ts does not exist'])
})

test('clocks and chance are found, words that look like them are not', () => {
  const text = `const a = new Date()
const b = Date.now() + Math.random() + performance.now()
const c: Date | undefined = undefined
const d = { Date: 1, random: 2 }`
  const told = (path: string) => clockAndChance([parseSource(path, text)])
  assert.deepEqual(new Set(told('src/core/a.ts')), new Set(['src/core/a.ts:1', 'src/core/a.ts:2']))
  assert.deepEqual(told('src/node/a.ts'), [])
})

test('pure layers may not look at the process', () => {
  const text = 'const a = process.env\nsetTimeout(() => {}, 1)\nconsole.log(a)'
  assert.deepEqual(worldInPureLayers([parseSource('src/read/a.ts', text)]), [
    'src/read/a.ts:1',
    'src/read/a.ts:2',
    'src/read/a.ts:3',
  ])
  assert.deepEqual(worldInPureLayers([parseSource('src/cli/a.ts', text)]), [])
})

test('writes are found by name, by namespace and by the flags of open', () => {
  const files = {
    'src/app/a.ts': `import { renameSync } from 'node:fs'`,
    'src/cli/b.ts': `import * as fs from 'node:fs/promises'`,
    'src/node/c.ts': `import { openSync, constants } from 'node:fs'\nopenSync('x', constants.O_RDWR)`,
    'src/node/d.ts': `import { openSync } from 'node:fs'\nopenSync('x', 'r')`,
    'src/node/durable.ts': `import { rmSync } from 'node:fs'`,
    'src/node/durable/write.ts': `import { rmSync } from 'node:fs'`,
  }
  assert.deepEqual(strayWrites(sources(files)), [
    'src/app/a.ts:1: renameSync',
    'src/cli/b.ts:1: import the functions of fs by their names',
    'src/node/c.ts:2: opened for writing',
  ])
})

test('a function is measured from its head to its brace', () => {
  const body = (lines: number): string => `const f = () => {\n${'  x()\n'.repeat(lines - 2)}}\n`
  assert.deepEqual(longFunctions([parseSource('src/a.ts', body(5))], 5), [])
  assert.deepEqual(longFunctions([parseSource('src/a.ts', body(6))], 5), ['src/a.ts:1: 6 lines'])
})

test('zod past its own module is found, and the whole of it; its types are free', () => {
  const text = `import * as n from 'zod'\nimport type { z as t } from 'zod'\nimport { z } from './json/schema.ts'\nimport * as m from './json/schema.ts'`
  assert.deepEqual(wholeZod([parseSource('src/core/a.ts', text)]), [
    'src/core/a.ts:1',
    'src/core/a.ts:3',
  ])
  assert.deepEqual(wholeZod([parseSource('src/core/json/schema.ts', text)]), [])
})
