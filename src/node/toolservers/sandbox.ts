import { spawnSync } from 'node:child_process'
import { RttError } from '../../core/diag/error.ts'
import type { Hold } from '../../ports/toolservers.ts'

// All that is mounted becomes read-only, with the flags that it has, which nobody may take away here. A file system in
// memory takes what the program writes, and is gone with it. What could not be sealed is not started.
const script = `
while read -r _ at _ had _; do
  flags=ro
  for flag in nosuid nodev noexec noatime nodiratime relatime; do
    case ",$had," in *",$flag,"*) flags="$flags,$flag" ;; esac
  done
  mount -o "remount,bind,$flags" "$at" 2>/dev/null
done </proc/self/mounts
mount -t tmpfs tmpfs /dev/shm || exit 125
case "$PWD/" in /tmp/*) ;; *) mount -t tmpfs tmpfs /tmp || exit 125 ;; esac
for folder in "$PWD" "$HOME" /; do
  if ( : >"$folder/.rtt-sealed" ) 2>/dev/null; then rm -f "$folder/.rtt-sealed"; exit 125; fi
done
export HOME=/dev/shm TMPDIR=/dev/shm
exec "$@"
`

const namespaces = ['--user', '--map-root-user', '--mount', '--pid', '--fork', '--kill-child']

const wrapped = (command: readonly string[], hold: Hold): readonly string[] => [
  'unshare',
  ...namespaces,
  ...(hold === 'sealed' ? ['--net'] : []),
  'sh',
  '-c',
  script,
  'sh',
  ...command,
]

const holds = (root: string, hold: Hold): boolean =>
  process.platform === 'linux' &&
  spawnSync('unshare', wrapped(['true'], hold).slice(1), { cwd: root, stdio: 'ignore' }).status ===
    0

/**
 * The command that starts a program as it is to be held: in namespaces of its own, where it sees files and writes none, and
 * has no network unless it is given.
 *
 * @throws RttError RTT2031 where this machine cannot do that
 */
export const sandboxed = (
  root: string,
  command: readonly string[],
  hold: Hold,
): readonly string[] => {
  if (hold === 'free') return command
  if (!holds(root, hold))
    throw new RttError('RTT2031', 'a program cannot be held in a sandbox on this machine')
  return wrapped(command, hold)
}
