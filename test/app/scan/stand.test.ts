import assert from 'node:assert/strict'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { readers } from '../../../src/read/readers.ts'
import { sourceReaders } from '../../../src/read/sources.ts'
import { rtt } from '../../cli/run.ts'
import { withDemo } from '../../demo/repository.ts'

type Scanned = ReturnType<ReturnType<typeof rtt>['json']>

const scanned = (root: string): Scanned => rtt(root, ['scan', '--json', '--stats']).json()
const wasLinked = (result: Scanned): boolean => result['stats'].milliseconds.link > 0
const withoutStats = ({ stats: _, ...rest }: Scanned) => rest

/** A file of code that is the evidence of a link, by its path. */
const codeOf = (result: Scanned): string => {
  const all: { path: string }[] = result['links'].flatMap(
    (l: { evidence: { path: string }[] }) => l.evidence,
  )
  return all.map((e) => e.path).find((p) => /\.(?:ts|js|py|go)$/.test(p))!
}

test('an edit after which readers find the same is not linked again, and says the same', () =>
  withDemo((root) => {
    const first = scanned(root)
    const path = join(root, codeOf(first))
    const mark = path.endsWith('.py') ? '#' : '//'
    for (let i = 0; i < 3; i++) {
      appendFileSync(path, `${mark} said again\n`)
      const again = scanned(root)
      assert.equal(wasLinked(again), false)
      assert.equal(again['stats'].read - again['stats'].cached, 1)
      assert.deepEqual(withoutStats(again), withoutStats(first))
    }
    const warm = scanned(root)
    assert.equal(warm['stats'].cached, warm['stats'].read)
    rmSync(join(root, '.rtt'), { recursive: true })
    assert.deepEqual(withoutStats(scanned(root)), withoutStats(first))
  }))

test('an edit that moves evidence, one of a deployment, and a file more are linked', () =>
  withDemo((root) => {
    const path = codeOf(scanned(root))
    const text = readFileSync(join(root, path), 'utf8')
    writeFileSync(join(root, path), `\n${text}`)
    assert.equal(wasLinked(scanned(root)), true)
    appendFileSync(join(root, 'compose.yaml'), '# said again\n')
    assert.equal(wasLinked(scanned(root)), true)
    writeFileSync(join(root, 'more.py'), 'import os\n')
    assert.equal(wasLinked(scanned(root)), true)
    rmSync(join(root, 'more.py'))
    assert.equal(wasLinked(scanned(root)), true)
  }))

test('the readers of source files stand in the order of all, which their keys are made in', () =>
  assert.deepEqual(
    sourceReaders,
    readers.filter((r) => sourceReaders.includes(r)),
  ))
