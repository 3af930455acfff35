import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { diagnosticsPath, renderDiagnostics } from '../.ci/diagnostics.ts'
import { missingPackages, readLockfile, rebuiltPackages } from '../.ci/lockfile.ts'
import { codes } from '../src/core/diag/codes.ts'
import { clockAndChance, longFunctions, wholeZod, worldInPureLayers } from './tidy/bans.ts'
import { brokenImports, cycles, deadFiles } from './tidy/graph.ts'
import { wrongImports } from './tidy/layers.ts'
import { filesOf, readText, root, sourcesOf } from './tidy/source.ts'
import { strayWrites } from './tidy/writes.ts'

const functionLinesMax = 70
const fileLinesMax = 400
const fileLinesMedianMax = 80
const fileLinesP90Max = 250

const src = sourcesOf('src/**/*.ts')
const own = [...src, ...sourcesOf('.ci/**/*.ts', 'test/**/*.ts')]

const none = (complaints: readonly string[], rule: string): void =>
  assert.equal(complaints.length, 0, `${rule}:\n  ${complaints.join('\n  ')}`)

test('imports go in one direction', () => none(wrongImports(src), 'against the layers'))

test('imports name files that exist', () => none(brokenImports(src), 'broken'))

test('no import cycle', () => none(cycles(src), 'cycles'))

test('no dead file', () => {
  const entries = [...filesOf('src/*/main.ts'), 'src/core.ts']
  none(deadFiles(src, entries), `reached from none of ${entries.join(', ')}`)
})

test('the wall clock and chance stay in src/node', () =>
  none(clockAndChance(src), 'Date, Math.random, performance.now or process.hrtime'))

test('core, read and emit know no environment, console or timer', () =>
  none(worldInPureLayers(src), 'impure'))

test('only the durable adapter writes files', () => none(strayWrites(src), 'writes'))

test('zod is imported through its module, as a namespace', () =>
  none(wholeZod(src), 'write import * as z from core/json/schema.ts'))

test(`no function is longer than ${functionLinesMax} lines`, () =>
  none(longFunctions([...src, ...sourcesOf('.ci/**/*.ts')], functionLinesMax), 'too long'))

test(`no file is longer than ${fileLinesMax} lines, and most are short`, () => {
  const long = own.filter(({ lines }) => lines > fileLinesMax)
  none(
    long.map(({ path, lines }) => `${path}: ${lines} lines`),
    'too long',
  )
  const sizes = src.map(({ lines }) => lines).sort((a, b) => a - b)
  const median = sizes[Math.floor(sizes.length / 2)]!
  const p90 = sizes[Math.floor(sizes.length * 0.9)]!
  assert.ok(median <= fileLinesMedianMax, `median of src is ${median} lines`)
  assert.ok(p90 <= fileLinesP90Max, `90th percentile of src is ${p90} lines`)
})

test('no file is named after nothing', () => {
  const banned = /(^|\/)(utils?|helpers?|manager|handlers?|misc|common)(\.[^/]*)?(\/|$)/i
  none(
    own.map(({ path }) => path).filter((path) => banned.test(path)),
    'banned names',
  )
})

test('every diagnostic code has a test', () => {
  const texts = filesOf('test/**/*.{ts,txt,json}').map(readText).join('\n')
  none(
    Object.keys(codes).filter((code) => !texts.includes(code)),
    'in no test and no golden file',
  )
})

test('docs/diagnostics.md is current', () =>
  assert.equal(
    readText('docs/diagnostics.md'),
    renderDiagnostics(),
    `run npm run diagnostics (${diagnosticsPath.pathname})`,
  ))

test('every dependency is used and has its reason in docs/dependencies.md', () => {
  const { dependencies, devDependencies } = JSON.parse(readText('package.json'))
  const names = Object.keys({ ...dependencies, ...devDependencies })
  const reasons = readText('docs/dependencies.md')
  none(
    names.filter((name) => !reasons.includes(`\`${name}\``)),
    'without a reason',
  )
  // These are run or loaded, not imported.
  const used = ['@biomejs/biome', '@bufbuild/buf', 'typescript', 'postject', 'tree-sitter-wasms']
  const imported = new Set(own.flatMap(({ imports }) => imports.map(({ specifier }) => specifier)))
  const isUsed = (name: string): boolean =>
    name.startsWith('@types/') ||
    used.includes(name) ||
    [...imported].some((one) => one === name || one.startsWith(`${name}/`))
  none(
    names.filter((name) => !isUsed(name)),
    'imported nowhere',
  )
})

test('the lockfile serves every platform and every npm', () => {
  const lock = readLockfile()
  none(
    missingPackages(lock).map(({ name }) => name),
    'missing, so `npm ci` refuses the lockfile: run npm run lockfile',
  )
  none(rebuiltPackages(lock), 'npm 10 would compile these: run npm run lockfile')
})

test('the top level holds what it should and nothing else', () => {
  const always = [
    '.ci',
    '.gitattributes',
    '.gitignore',
    '.pre-commit-hooks.yaml',
    'CHANGELOG.md',
    'LICENSE',
    'action.yml',
    'README.md',
    'bin',
    'biome.json',
    'docs',
    'package-lock.json',
    'package.json',
    'src',
    'test',
    'tsconfig.json',
  ]
  // Git keeps no empty folders, so these come with their first file.
  const later = ['.rtt', 'chaos', 'cue', 'plans', 'schemas', 'spec', 'templates']
  const ignored = ['.git', 'dist', 'node_modules']
  const present = readdirSync(root)
  none(
    present.filter((name) => ![...always, ...later, ...ignored].includes(name)),
    'not part of the repository',
  )
  none(
    always.filter((name) => !present.includes(name)),
    'missing',
  )
})
