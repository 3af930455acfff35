import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { makeRepository } from '../repository.ts'
import { cases, heavyCases, putIn } from './cases.ts'
import { forbidden, traceNode } from './trace.ts'

const isHeavy = process.env['RTT_HOSTILE'] === '1'
const bin = join(import.meta.dirname, '../../bin/rtt')

/** A tracer may be there and not be allowed to trace. */
const canTrace =
  spawnSync('strace', ['-qq', '-o', '/dev/null', process.execPath, '-v']).status === 0
const needsStrace = canTrace ? {} : { skip: 'strace is not installed, or may not trace' }

/** What a program does that scans; each must be told of by the line of the trace that shows it. */
const crimes: readonly (readonly [what: string, script: string, told: RegExp])[] = [
  ['starts a program', 'require("child_process").spawnSync("/bin/true")', /^execve\("\/bin\/true"/],
  [
    'starts a program that is not there',
    'require("child_process").spawnSync("/no/such")',
    /^(?:execve\("\/no\/such"|v?fork|clone)/,
  ],
  [
    'opens a connection',
    'require("net").connect(9, "127.0.0.1").on("error", () => {})',
    /^connect\(.*127\.0\.0\.1/,
  ],
  ['asks for a name', 'require("dns").lookup("example.invalid", () => {})', /^(?:socket|openat)\(/],
  [
    'sends a datagram',
    'const s = require("dgram").createSocket("udp4"); s.send("a", 9, "127.0.0.1", () => s.close())',
    /^socket\(AF_INET/,
  ],
  ['reads a file of the machine', 'fs.readFileSync("/etc/passwd")', /"\/etc\/passwd"/],
  [
    'looks for a file that is not there',
    'try { fs.readFileSync("/etc/none-such") } catch {}',
    /"\/etc\/none-such"/,
  ],
  ['lists a folder outside', 'fs.readdirSync("..")', /^open(?:at)?\(/],
  ['follows a link out', 'fs.readFileSync("out")', /"[^"]*\/?out".*\/etc\/passwd/],
  ['writes into the source', 'fs.writeFileSync("src/a.ts", "")', /src\/a\.ts/],
  ['writes beside the repository', 'fs.writeFileSync(process.cwd() + ".x", "")', /\.x"/],
  ['makes a folder', 'fs.mkdirSync("made")', /^mkdir/],
  ['removes a file', 'fs.unlinkSync("src/a.ts")', /^unlink/],
  ['renames a file out of its state', 'fs.renameSync(".rtt/a", "src/b.ts")', /^rename/],
  ['changes a mode', 'fs.chmodSync("src/a.ts", 0o777)', /^f?chmod/],
]

test('the audit tells of every crime, and of none where there is none', needsStrace, () => {
  for (const [what, script, told] of [...crimes, ['does nothing wrong', '', undefined] as const]) {
    const repository = makeRepository({ 'src/a.ts': 'a', '.rtt/a': 'a' })
    try {
      symlinkSync('/etc/passwd', join(repository.root, 'out'))
      const innocent = 'fs.readFileSync("src/a.ts"); fs.writeFileSync(".rtt/b", "")'
      const { forbidden: found } = traceNode(repository.root, ['-e', `${innocent}; ${script}`])
      if (told === undefined) assert.deepEqual(found, [], what)
      else
        assert.ok(
          found.some((c) => told.test(c)),
          `${what}: ${JSON.stringify(found)}`,
        )
    } finally {
      spawnSync('rm', ['-f', `${repository.root}.x`])
      repository.remove()
    }
  }
})

test('a trace is read as it is written: halves, escapes, folders by number', () => {
  const allowed = { root: '/r', programs: [] }
  for (const [trace, count] of [
    [
      '1 execve("/node", ["node"], 0x1 /* 3 vars */) = 0\n2 execve("/sh", ["sh"], 0x1) = -1 ENOENT',
      1,
    ],
    ['1 openat(AT_FDCWD</r>, "a", O_RDONLY) = 3</r/a>', 0],
    ['1 openat(AT_FDCWD</r>, "../a", O_RDONLY) = -1 ENOENT (No such file)', 1],
    ['1 openat(3</r/b>, "../../a", O_RDONLY) = 4</a>', 1],
    [
      '1 openat(AT_FDCWD</r>, "ab", O_RDWR <unfinished ...>\n2 openat(AT_FDCWD</r>, "c", O_RDONLY) = 4</r/c>\n1 <... openat resumed>) = 3</r/ab>',
      1,
    ],
    ['1 openat(AT_FDCWD</r>, "/x", O_RDONLY <unfinished ...>', 1],
    ['1 openat(AT_FDCWD</r>, "/r/.rtt/\\"a) = 3", O_RDWR|O_CREAT, 0644) = 3</r/.rtt/\\"a) = 3>', 0],
    ['1 openat(AT_FDCWD</r>, "/\\162/\\303\\251", O_RDONLY) = 3</r/\\303\\251>', 0],
    ['1 openat(AT_FDCWD</r>, "/r/.rttx", O_WRONLY) = 3</r/.rttx>', 1],
    ['1 rename("/r/.rtt/a", "/r/plans/b") = 0', 0],
    ['1 rename("/r/plans/a", "/r/b") = 0', 1],
    ['1 clone3({flags=CLONE_VM|CLONE_THREAD}, 88) = 4', 0],
    ['1 clone(child_stack=NULL, flags=CLONE_VFORK|SIGCHLD) = 4', 1],
  ] as const)
    assert.equal(forbidden(trace, allowed).length, count, trace)
})

const audit = (root: string, args: readonly string[]): void => {
  const { done, calls, forbidden: found } = traceNode(root, [bin, ...args])
  assert.equal(done.status, 0, done.stdout.slice(0, 600) + done.stderr.slice(0, 600))
  assert.ok(
    calls.some((c) => c.includes('/.rtt/')),
    'the trace saw the work',
  )
  assert.deepEqual(found.slice(0, 10), [])
}

test(
  'SC-05 the audit of the demo: nothing is started, connected, or opened outside',
  needsStrace,
  () =>
    withDemo((root) => {
      for (const args of [['up'], ['scan', '--diagnostics'], ['verify'], ['status']])
        audit(root, args)
    }),
)

for (const c of isHeavy ? heavyCases : cases)
  test(
    `SC-05 the audit of ${c.what}: nothing is started, connected, or opened outside`,
    needsStrace,
    () => {
      const repository = makeRepository({})
      try {
        c.make(putIn(repository.root), repository.root)
        audit(repository.root, ['scan', '--json'])
      } finally {
        repository.remove()
      }
    },
  )
