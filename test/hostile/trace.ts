import { type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { readFileSync, realpathSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** Calls by which a process can start another, reach a network, or open, make or change what has a path. */
const calls = [
  ...['execve', 'execveat', 'fork', 'vfork', 'clone', 'clone3', 'ptrace'],
  ...['socket', 'connect', 'bind', 'listen', 'sendto', 'sendmsg', 'io_uring_setup'],
  ...['open', 'openat', 'openat2', 'creat', 'truncate', 'mknod', 'mknodat', 'mount', 'chroot'],
  ...['rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat'],
  ...['unlink', 'unlinkat', 'mkdir', 'mkdirat', 'rmdir', 'chmod', 'fchmodat', 'chown', 'fchownat'],
  ...['lchown', 'utimensat', 'setxattr', 'lsetxattr'],
]

/** What Node and its libraries open to run at all: never anything of a user. */
const ofSystem =
  /^(?:\/(?:usr\/(?:local\/)?)?lib(?:32|64|x32)?\/|\/usr\/share\/nodejs\/|\/etc\/(?:ld\.so\.|ssl\/openssl\.cnf$|localtime$)|\/usr\/(?:lib|local)\/ssl\/openssl\.cnf$|\/usr\/share\/zoneinfo\/|\/proc\/(?:self|thread-self|\d+)\/|\/proc\/(?:meminfo|cpuinfo|stat|version_signature|sys\/)|\/sys\/(?:devices\/system|fs\/cgroup|kernel\/mm)(?:\/|$)|\/dev\/(?:null|u?random|tty)$)/
const writable = /^\/dev\/(?:null|tty)$/

type Allowed = {
  /** The repository: all may be read, of `.rtt` and `plans` all may be written. */
  readonly root: string
  /** Where the program stands that is run, and what runs it. */
  readonly programs: readonly string[]
}

const unescaped = (text: string): string =>
  Buffer.from(
    text.replace(/\\(x[0-9a-f]{2}|[0-7]{1,3}|.)/g, (_, code: string) => {
      if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8))
      if (code.length === 3) return String.fromCharCode(Number.parseInt(code.slice(1), 16))
      return { n: '\n', t: '\t', r: '\r', v: '\v', f: '\f' }[code] ?? code
    }),
    'latin1',
  ).toString('utf8')

/** Calls whole, in the order in which they ended: what another thread interrupts is written in two halves. */
const wholeCalls = (trace: string): string[] => {
  const begun = new Map<string, string>()
  const out: string[] = []
  for (const line of trace.split('\n')) {
    const [, pid = '', text = line] = /^(\d+)\s+(.*)$/s.exec(line) ?? []
    const head = /^(.*) <unfinished \.\.\.>$/s.exec(text)?.[1]
    const tail = /^<\.\.\. \w+ resumed>(.*)$/s.exec(text)?.[1]
    if (head !== undefined) begun.set(pid, head)
    else if (tail === undefined) out.push(text)
    else {
      out.push((begun.get(pid) ?? '') + tail)
      begun.delete(pid)
    }
  }
  // What never came back was asked for all the same.
  return [...out, ...begun.values()].filter((text) => /^\w+\(/.test(text))
}

/** The paths that a call names, made whole by the folder they start from, and the one that was opened. */
const pathsIn = (call: string): string[] => {
  const [asked = '', answer = ''] = call.split(/\)\s+= (?=-?\d|\?)(?!.*\)\s+= )/s)
  const named = [...asked.matchAll(/(?:(?:AT_FDCWD|\d+)<([^>]*)>, )?"((?:[^"\\]|\\.)*)"/g)].map(
    ([, folder, path]) => resolve(unescaped(folder ?? '/'), unescaped(path!)),
  )
  const opened = /^\d+<(\/[^>]*)>/.exec(answer)?.[1]
  return opened === undefined ? named : [...named, unescaped(opened)]
}

const isIn = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`)

const mayWrite = (path: string, { root }: Allowed): boolean =>
  isIn(path, join(root, '.rtt')) || isIn(path, join(root, 'plans')) || writable.test(path)

const mayRead = (path: string, { root, programs }: Allowed): boolean =>
  isIn(path, root) || ofSystem.test(path) || programs.some((p) => isIn(path, p))

const isForbidden = (call: string, allowed: Allowed): boolean => {
  const name = /^\w+/.exec(call)![0]
  if (/^(?:fork|vfork|execve|execveat|ptrace|mount|chroot)$/.test(name)) return true
  if (/^clone/.test(name)) return !call.includes('CLONE_THREAD')
  if (/^(?:socket|connect|bind|listen|send)/.test(name)) return true
  // Node watches descriptors through a ring; one that the kernel polls could open files unseen.
  if (name === 'io_uring_setup') return /\bIORING_SETUP_SQPOLL\b/.test(call)
  const paths = pathsIn(call)
  if (paths.length === 0) return true
  const isReading = name.startsWith('open') && !/O_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND)/.test(call)
  return paths.some((p) => (isReading ? !mayRead(p, allowed) : !mayWrite(p, allowed)))
}

/** The calls of a trace that a scan has no business to make. The first execve is the start of the program. */
export const forbidden = (trace: string, allowed: Allowed): string[] => {
  const all = wholeCalls(trace)
  const start = all.findIndex((c) => c.startsWith('execve('))
  return all.filter((c, i) => i !== start && isForbidden(c, allowed))
}

const checkout = realpathSync(join(import.meta.dirname, '../..'))
const programs = [
  ...['bin', 'src', 'dist', 'node_modules', 'templates', 'package.json'].map((p) =>
    join(checkout, p),
  ),
  realpathSync(join(checkout, 'node_modules')),
  realpathSync(process.execPath),
]

type Traced = {
  readonly done: SpawnSyncReturns<string>
  readonly calls: readonly string[]
  readonly forbidden: readonly string[]
}

/** Runs Node in a folder under strace, and says what it did that it should not. */
export const traceNode = (root: string, args: readonly string[]): Traced => {
  const home = realpathSync(root)
  const trace = `${home}.trace`
  const options = ['-f', '-qq', '-y', '-s', '8192', '-e', 'signal=none', '-o', trace]
  try {
    const done = spawnSync(
      'strace',
      [...options, '-e', `trace=${calls.map((c) => `?${c}`).join()}`, process.execPath, ...args],
      {
        cwd: home,
        encoding: 'utf8',
        timeout: 120_000,
        killSignal: 'SIGKILL',
        maxBuffer: 1 << 28,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env['PATH'],
          HOME: process.env['HOME'],
          NODE_DISABLE_COMPILE_CACHE: '1',
          NODE_OPTIONS: '--disable-warning=ExperimentalWarning',
          // What goes through a ring is seen by no tracer: files are to be opened by calls.
          UV_USE_IO_URING: '0',
        },
      },
    )
    const text = readFileSync(trace, 'utf8')
    return {
      done,
      calls: wholeCalls(text),
      forbidden: forbidden(text, { root: home, programs }),
    }
  } finally {
    rmSync(trace, { force: true })
  }
}
