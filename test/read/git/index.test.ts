import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { trackedPaths } from '../../../src/read/git/index.ts'
import { makeRepository } from '../../repository.ts'

type Format = 'sha1' | 'sha256'
type Git = (...args: string[]) => string

const names = [
  'a',
  'a.b',
  'a/b.ts',
  'a/b/c',
  'a/b/c.d/e',
  'caf\u00e9/\u65e5\u672c.ts',
  '\ufeffmark',
  'line\nbreak/tab\t.ts',
  ' blank ',
  `long/${'x'.repeat(200)}/${'y'.repeat(200)}`,
  'z/last',
]

/** Runs `work` in a repository that tracks `names`, with nothing of the machine's configuration. */
const withGit = (format: Format, work: (git: Git, root: string) => void): void => {
  const { root, write, remove } = makeRepository({})
  const git: Git = (...args) =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1', LC_ALL: 'C' },
    })
  try {
    git('init', '-q', `--object-format=${format}`)
    // Two of them cannot stand beside each other on a disk, and both can be tracked.
    for (const name of names.filter((n) => n !== 'a')) write(name, name)
    git('add', '-A')
    const id = git('hash-object', '-w', 'a.b').trim()
    git('update-index', '--add', '--cacheinfo', `100755,${id},b`)
    work(git, root)
  } finally {
    remove()
  }
}

const indexOf = (root: string) => readFileSync(join(root, '.git/index'))
const listed = (git: Git): string[] =>
  git('ls-files', '-z', '--cached')
    .split('\0')
    .filter((p) => p !== '')
    .sort()
const read = (root: string, format: Format): string[] | undefined => {
  const files = trackedPaths(indexOf(root), format)?.files
  return files && [...files].sort()
}

const states: readonly (readonly [why: string, version: number, steps: readonly string[][]])[] = [
  ['version 2', 2, []],
  ['version 3, for a file that is only meant to be added', 3, [['add', '-N', 'new.ts']]],
  ['version 3, for a file that is not checked out', 3, [['update-index', '--skip-worktree', 'b']]],
  ['version 4', 4, [['update-index', '--index-version', '4']]],
  [
    'version 4 with longer entries',
    4,
    [
      ['update-index', '--index-version', '4'],
      ['add', '-N', 'new.ts'],
      ['update-index', '--skip-worktree', 'a.b'],
    ],
  ],
]

for (const format of ['sha1', 'sha256'] as const)
  for (const [why, version, steps] of states)
    test(`an index of ${format} holds what git lists: ${why}`, () =>
      withGit(format, (git, root) => {
        execFileSync('touch', [join(root, 'new.ts')])
        for (const step of steps) git(...step)
        assert.equal(indexOf(root).readUInt32BE(4), version)
        const wanted = listed(git)
        assert.ok(wanted.length >= names.length)
        assert.deepEqual(read(root, format), wanted)
      }))

test('an index after a commit and of nothing is read to its end', () =>
  withGit('sha1', (git, root) => {
    git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'all')
    assert.deepEqual(read(root, 'sha1'), listed(git))
    git('rm', '-rq', '--cached', '.')
    assert.deepEqual(read(root, 'sha1'), [])
  }))

test('the folders are those above what is tracked', () =>
  withGit('sha1', (_, root) =>
    assert.deepEqual([...trackedPaths(indexOf(root))!.folders].sort(), [
      'a',
      'a/b',
      'a/b/c.d',
      'caf\u00e9',
      'line\nbreak',
      'long',
      `long/${'x'.repeat(200)}`,
      'z',
    ]),
  ))

/** An extension of an index: its name, its length, and that many bytes. */
const extension = (name: string, length: number): Buffer => {
  const head = Buffer.alloc(8 + length)
  head.write(name)
  head.writeUInt32BE(length, 4)
  return head
}

test('an index in two parts is not known, whatever stands before the mark of it', () =>
  withGit('sha1', (git, root) => {
    git('update-index', '--split-index')
    const bytes = indexOf(root)
    assert.equal(trackedPaths(bytes), undefined)
    const at = bytes.indexOf('link')
    const more = [bytes.subarray(0, at), extension('IEOT', 12), bytes.subarray(at)]
    assert.equal(trackedPaths(Buffer.concat(more)), undefined)
  }))

test('another format of objects is no reason to guess', () =>
  withGit('sha256', (_, root) => {
    const found = trackedPaths(indexOf(root), 'sha1')
    assert.ok(found === undefined || !found.files.has('a.b'))
  }))

test('no bytes and no cut make it throw, and a cut one never has a path that git does not list', () =>
  withGit('sha1', (git, root) => {
    for (const version of ['2', '4']) {
      git('update-index', '--index-version', version)
      const whole = indexOf(root)
      const known = new Set(listed(git))
      for (let end = 0; end < whole.length; end++)
        for (const path of trackedPaths(whole.subarray(0, end))?.files ?? [])
          assert.ok(known.has(path), `${end}: ${path}`)
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
          (edits) => {
            const bytes = Buffer.from(whole)
            for (const [at, value] of edits) bytes[at] = value
            trackedPaths(bytes)
            trackedPaths(bytes, 'sha256')
          },
        ),
      )
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.constantFrom(2, 3, 4), (body, version) => {
        trackedPaths(body)
        trackedPaths(Buffer.concat([header(version, 3), body]))
      }),
    )
  }))

const header = (version: number, count: number): Buffer => {
  const head = Buffer.from('DIRC00000000')
  head.writeUInt32BE(version, 4)
  head.writeUInt32BE(count, 8)
  return head
}

/** An index of version 4 of many entries, each of which keeps the path before it and adds to it. */
const growing = (count: number, more: string): Buffer =>
  Buffer.concat([
    header(4, count),
    ...Array.from({ length: count }, () =>
      Buffer.concat([Buffer.alloc(63), Buffer.from(`${more}\0`)]),
    ),
    Buffer.alloc(20),
  ])

test('an entry that takes more away from the last path than it has is damage', () => {
  const entry = (stripped: number, text: string) =>
    Buffer.concat([Buffer.alloc(62), Buffer.from([stripped]), Buffer.from(`${text}\0`)])
  const index = (stripped: number) =>
    Buffer.concat([header(4, 2), entry(0, 'abc'), entry(stripped, 'd'), Buffer.alloc(20)])
  assert.deepEqual([...trackedPaths(index(3))!.files], ['abc', 'd'])
  assert.equal(trackedPaths(index(4)), undefined)
})

test('an index that unfolds to more than a disk can hold is refused in time', () => {
  // As many folders as fit, none of them of two paths.
  const deep = Array.from({ length: 10_000 }, (_, i) => `${i}/${'a/'.repeat(240)}f`)
  const entries = deep.map((p) => {
    const entry = Buffer.alloc(Math.ceil((62 + p.length + 1) / 8) * 8)
    entry.write(p, 62)
    return entry
  })
  const bytes = Buffer.concat([header(2, deep.length), ...entries, Buffer.alloc(20)])
  const all = [growing(100_000, 'x'), growing(100_000, ''), bytes]
  const started = process.hrtime.bigint()
  assert.deepEqual(
    all.map((b) => trackedPaths(b)?.files.size),
    [undefined, 1, undefined],
  )
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 5000)
})
