import { spawnSync } from 'node:child_process'
import { RttError } from '../../core/diag/error.ts'
import type { Hold } from '../../ports/toolservers.ts'

// What keeps secrets is put out of sight: the home and temporary files but for the repository and programs in them, sockets,
// keys of this clone. Then all that is mounted becomes read-only, with the flags that it has, which nobody may take away here;
// what stays writable, but for a few kinds that the kernel makes up, is a reason not to start. The program gets no capability
// and can gain none: as root of its namespace it would mount everything anew.
const script = `
root=$PWD home=$HOME
fail() { echo "rtt: no sandbox: $1" >&2; exit 125; }
cover() { [ ! -d "$1" ] || mount -t tmpfs -o mode=0755 tmpfs "$1" || fail "$1"; }
keep() { mkdir -p "$2" && mount --rbind "$1" "$2" || fail "$1"; }
uncover() { mkdir -p "$1" && mount --rbind "$2" "$1" || fail "$1"; }
within() { case "$1/" in "$2"/*) true ;; *) false ;; esac }
mount --make-rprivate / || fail mounts
cover /dev/shm
keep "$root" /dev/shm/rtt/root
[ ! -d /run/systemd/resolve ] || keep /run/systemd/resolve /dev/shm/rtt/resolve
n=0
hidden() { within "$1" "$home" || within "$1" /tmp || within "$1" /run; }
own=
case "$1" in */*) own=\${1%/*} ;; esac
IFS=:
for folder in $own $PATH; do
  hidden "$folder" && [ -d "$folder" ] || continue
  case "$folder" in "$home"/.local/bin|"$home"/.cargo/bin) ;; */bin) folder=\${folder%/bin} ;; esac
  case "$folder" in "$home"|/tmp|/run) continue ;; esac
  { n=$((n + 1)); keep "$folder" "/dev/shm/rtt/bin$n"; echo "$folder" >"/dev/shm/rtt/name$n"; }
done
unset IFS
cover /run
cover /tmp
[ "$home" = / ] || within "$home" "$root" || cover "$home"
while [ "$n" -gt 0 ]; do
  read -r folder <"/dev/shm/rtt/name$n"; uncover "$folder" "/dev/shm/rtt/bin$n"; n=$((n - 1))
done
[ ! -d /dev/shm/rtt/resolve ] || uncover /run/systemd/resolve /dev/shm/rtt/resolve
if hidden "$root"; then uncover "$root" /dev/shm/rtt/root; fi
cd "$root" || fail "$root"
cover "$root/.rtt/keys"
mkdir /dev/shm/own || fail /dev/shm
made_up() { case "$1" in proc|sysfs|cgroup*|devpts|mqueue|securityfs|debugfs|tracefs|bpf|autofs|binfmt_misc|fusectl|configfs|pstore|efivarfs|hugetlbfs|nsfs) true ;; *) false ;; esac }
while read -r _ at type had _; do
  at=$(printf '%b' "$at")
  [ "$at" != /dev/shm ] || continue
  flags=ro
  for flag in nosuid nodev noexec noatime nodiratime relatime; do
    case ",$had," in *",$flag,"*) flags="$flags,$flag" ;; esac
  done
  mount -o "remount,bind,$flags" "$at" 2>/dev/null || true
done </proc/self/mounts
while read -r _ at type had _; do
  made_up "$type" && continue
  at=$(printf '%b' "$at")
  case ",$had,$at" in ,ro,*|*,/dev/shm) ;; *) [ ! -w "$at" ] || fail "$at stays writable" ;; esac
done </proc/self/mounts
for folder in "$root" "$home" /; do
  if ( : >"$folder/.rtt-sealed" ) 2>/dev/null; then rm -f "$folder/.rtt-sealed"; fail "$folder"; fi
done
[ "$1" != /bin/true ] || exit 0
export HOME=/dev/shm/own TMPDIR=/dev/shm/own
exec setpriv --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@"
`

const namespaces = [
  '--user',
  '--map-root-user',
  '--mount',
  '--ipc',
  '--pid',
  '--mount-proc',
  '--fork',
  '--kill-child',
]

const wrapped = (command: readonly string[], hold: Hold): readonly string[] => [
  'setpriv',
  // The end of this process is the end of all that it started.
  '--pdeathsig',
  'KILL',
  'unshare',
  ...namespaces,
  ...(hold === 'sealed' ? ['--net'] : []),
  'sh',
  '-c',
  script,
  'sh',
  ...command,
]

/** What keeps a program from being held here, if anything does. */
const obstacle = (root: string, hold: Hold): string | undefined => {
  if (process.platform !== 'linux') return 'there are no namespaces on this system'
  const [file, ...args] = wrapped(['/bin/true'], hold)
  const done = spawnSync(file!, args, { cwd: root, encoding: 'utf8' })
  if (done.status === 0) return undefined
  return done.error?.message ?? (done.stderr.trim().split('\n').at(-1) || `status ${done.status}`)
}

/**
 * The command that starts a program as it is to be held: in namespaces of its own and without capabilities, where it sees the
 * repository and the system but no home and no socket, writes nothing, and has no network unless it is given.
 *
 * @throws RttError RTT2031 where this machine cannot do that
 */
export const sandboxed = (
  root: string,
  command: readonly string[],
  hold: Hold,
): readonly string[] => {
  if (hold === 'free') return command
  const why = obstacle(root, hold)
  if (why !== undefined)
    throw new RttError(
      'RTT2031',
      `a program cannot be held in a sandbox here: ${why.slice(0, 200)}`,
    )
  return wrapped(command, hold)
}
