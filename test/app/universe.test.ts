import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { listUniverse } from '../../src/app/universe.ts'
import { nodeFiles } from '../../src/node/files.ts'
import { makeRepository, type TemporaryRepository } from '../repository.ts'
import { stillTask } from '../task.ts'

const list = async (r: TemporaryRepository, exclude: readonly string[] = []) => {
  const { files, diagnostics } = await listUniverse(
    { files: nodeFiles(r.root), exclude, own: ['plans'] },
    stillTask(),
  )
  return {
    paths: files.map((f) => f.path),
    codes: diagnostics.map((d) => `${d.code} ${d.at?.path}`),
  }
}

const withRepository = (
  name: string,
  files: Record<string, string>,
  work: (r: TemporaryRepository) => Promise<void>,
) =>
  test(name, async () => {
    const r = makeRepository(files)
    try {
      await work(r)
    } finally {
      r.remove()
    }
  })

withRepository(
  'the universe is what .gitignore files leave, at every depth',
  {
    '.gitignore': '*.log\n/build/\n!keep.log\n',
    'a.ts': '',
    'x.log': '',
    'keep.log': '',
    'build/out.ts': '',
    'sub/build/in.ts': '',
    'sub/.gitignore': '!y.log\nsecret*\n',
    'sub/y.log': '',
    'sub/secret.ts': '',
    'sub/deep/secret.ts': '',
    'node_modules/m/index.js': '',
    '.rtt/index/x': '',
    '.rtt/manifests/rtt.manifest.json': '',
    'plans/LATEST': '',
  },
  async (r) => {
    const { paths } = await list(r)
    assert.deepEqual(paths, [
      '.gitignore',
      '.rtt/manifests/rtt.manifest.json',
      'a.ts',
      'keep.log',
      'sub/.gitignore',
      'sub/build/in.ts',
      'sub/y.log',
    ])
  },
)

withRepository(
  'scan.exclude takes away files and folders',
  { 'a.ts': '', 'demo/a.ts': '', 'x/demo/b.ts': '', 'c.gen.ts': '' },
  async (r) => {
    assert.deepEqual((await list(r, ['/demo/', '*.gen.ts'])).paths, ['a.ts', 'x/demo/b.ts'])
  },
)

withRepository(
  'symbolic links, loops and FIFOs are named and not followed',
  { 'a/b.ts': '' },
  async (r) => {
    symlinkSync('..', join(r.root, 'a/loop'))
    symlinkSync('/etc/passwd', join(r.root, 'passwd.ts'))
    execFileSync('mkfifo', [join(r.root, 'pipe.ts')])
    const { paths, codes } = await list(r)
    assert.deepEqual(paths, ['a/b.ts'])
    assert.deepEqual(
      codes,
      ['RTT1008 a/loop', 'RTT1008 passwd.ts', 'RTT1005 pipe.ts'].sort((x, y) =>
        x.split(' ')[1]! < y.split(' ')[1]! ? -1 : 1,
      ),
    )
  },
)

withRepository(
  'names with control characters, not in UTF-8, or that collide are diagnostics',
  { 'a.ts': '', 'A.ts': '', 'caf\u00e9.ts': '' },
  async (r) => {
    writeFileSync(join(r.root, 'cafe\u0301.ts'), '')
    writeFileSync(join(r.root, 'bell\u0007.ts'), '')
    writeFileSync(join(r.root, 'evil\u202ets.exe'), '')
    writeFileSync(
      Buffer.concat([Buffer.from(`${r.root}/`), Buffer.from([0xff, 0xfe]), Buffer.from('.ts')]),
      '',
    )
    const { codes } = await list(r)
    assert.equal(codes.filter((c) => c.startsWith('RTT1006')).length, 3)
    assert.equal(codes.filter((c) => c.startsWith('RTT1007')).length, 2)
    assert.ok(
      codes.every((c) => !/[\u0007\u202e]/.test(c)),
      'control characters are shown as escapes',
    )
  },
)

withRepository(
  'the .git file of a worktree is no part of the universe',
  { '.git': 'gitdir: elsewhere\n', 'sub/.git': 'gitdir: elsewhere\n', 'a.ts': '' },
  async (r) => {
    assert.deepEqual((await list(r)).paths, ['a.ts'])
  },
)

withRepository('an empty folder has an empty universe', {}, async (r) =>
  assert.deepEqual(await list(r), { paths: [], codes: [] }),
)

withRepository('a folder chain deeper than the limit is cut off with RTT1013', {}, async (r) => {
  const deep = Array.from({ length: 220 }, () => 'd').join('/')
  mkdirSync(join(r.root, deep), { recursive: true })
  assert.deepEqual(
    (await list(r)).codes.map((c) => c.split(' ')[0]),
    ['RTT1013'],
  )
})

test('a folder that cannot be listed is RTT1009, and the rest is', async () => {
  const r = makeRepository({ 'a.ts': '', 'locked/b.ts': '', 'z.ts': '' })
  try {
    const files = nodeFiles(r.root)
    const locked = {
      ...files,
      list: (folder: string) => files.list(folder === 'locked' ? 'not/there' : folder),
    }
    const { files: found, diagnostics } = await listUniverse(
      { files: locked, exclude: [], own: [] },
      stillTask(),
    )
    assert.deepEqual(
      found.map((f) => f.path),
      ['a.ts', 'z.ts'],
    )
    assert.deepEqual(
      diagnostics.map((d) => [d.code, d.at?.path]),
      [['RTT1009', 'locked']],
    )
  } finally {
    r.remove()
  }
})

withRepository(
  'of an excluded folder only the file that is wiring is listed',
  {
    '.vscode/mcp.json': '{}',
    '.vscode/settings.json': '{}',
    '.vscode/deep/mcp.json': '{}',
    'a/.vscode/mcp.json': '{}',
  },
  async (r) => assert.deepEqual((await list(r)).paths, ['.vscode/mcp.json', 'a/.vscode/mcp.json']),
)

const gitIn = (root: string, ...args: string[]): string =>
  execFileSync('git', args, {
    cwd: root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: root, GIT_CONFIG_NOSYSTEM: '1' },
  })

const ignoring = {
  '.gitignore': '.env\nsecret/\n*.tmp\n',
  '.env': '',
  'secret/deep/kept.env': '',
  'secret/deep/other.env': '',
  'secret/more/other.env': '',
  'a.tmp': '',
  'b.tmp': '',
  'a.ts': '',
}

for (const format of ['sha1', 'sha256'])
  withRepository(
    `what .gitignore names and git tracks is listed: ${format}`,
    ignoring,
    async (r) => {
      gitIn(r.root, 'init', '-q', `--object-format=${format}`)
      assert.deepEqual((await list(r)).paths, ['.gitignore', 'a.ts'])
      gitIn(r.root, 'add', '-f', '.env', 'secret/deep/kept.env', 'b.tmp')
      const wanted = ['.env', '.gitignore', 'a.ts', 'b.tmp', 'secret/deep/kept.env']
      assert.deepEqual((await list(r)).paths, wanted)
      // What `scan.exclude` takes away stays away, tracked or not.
      assert.deepEqual((await list(r, ['*.tmp', 'secret/'])).paths, ['.env', '.gitignore', 'a.ts'])
      // Gone from the disk, and still tracked.
      gitIn(r.root, 'rm', '-q', '--cached', '.env')
      execFileSync('rm', ['b.tmp'], { cwd: r.root })
      assert.deepEqual((await list(r)).paths, ['.gitignore', 'a.ts', 'secret/deep/kept.env'])
    },
  )

withRepository(
  'an index of git that names what lies elsewhere, or is damaged, brings nothing in',
  { '.gitignore': '*.tmp\n', 'in/a.tmp': '', 'in/b.ts': '', 'out/o.tmp': '' },
  async (r) => {
    const root = join(r.root, 'in')
    gitIn(root, 'init', '-q')
    writeFileSync(join(root, '.gitignore'), '*.tmp\n')
    symlinkSync('../out', join(root, 'link.tmp'))
    gitIn(root, 'add', '-f', 'a.tmp')
    const id = gitIn(root, 'hash-object', '-w', 'a.tmp').trim()
    const names = [
      'link.tmp/o.tmp',
      'not/there.tmp',
      'xx/out/o.tmp',
      '.xxt/config',
      'node_modules/x',
    ]
    for (const name of names)
      gitIn(root, 'update-index', '--add', '--cacheinfo', `100644,${id},${name}`)
    const index = join(root, '.git/index')
    // Git itself refuses such names; bytes of an archive may hold them all the same.
    const text = readFileSync(index, 'latin1')
    writeFileSync(
      index,
      text.replace('xx/out/o.tmp', '../out/o.tmp').replace('.xxt/', '.git/'),
      'latin1',
    )
    mkdirSync(join(root, 'node_modules'))
    writeFileSync(join(root, 'node_modules/x'), '')
    const inner = { ...r, root }
    assert.deepEqual(await list(inner), {
      paths: ['.gitignore', 'a.tmp', 'b.ts'],
      codes: [],
    })
    writeFileSync(index, readFileSync(index).subarray(0, 100))
    assert.deepEqual((await list(inner)).paths, ['.gitignore', 'b.ts'])
    execFileSync('rm', [index])
    assert.deepEqual((await list(inner)).paths, ['.gitignore', 'b.ts'])
  },
)
