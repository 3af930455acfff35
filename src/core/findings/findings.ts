import { compareDiagnostics } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { addressFaults } from './addresses.ts'
import { channelFaults } from './channels.ts'
import { driftedContracts } from './copies.ts'
import { pathFaults } from './paths.ts'
import { unusedStubs } from './stubs.ts'
import { takenPorts } from './taken.ts'
import { uncalledServices } from './uncalled.ts'
import { unreadAddresses, unreadFaults } from './unread.ts'
import { unsetFaults } from './unset.ts'
import type { Wiring } from './wiring.ts'

const relatedMax = 6

/** One fault of several deployments is one finding, with all the places. */
const merge = (all: readonly Finding[]): Finding[] => {
  const seen = new Map<string, Finding>()
  for (const f of [...all].sort(compareDiagnostics)) {
    const id = `${f.code}\0${f.ends.join('\0')}`
    const first = seen.get(id)
    if (first === undefined) seen.set(id, f)
    else if (f.at && (f.at.path !== first.at?.path || f.at.line !== first.at.line))
      seen.set(id, {
        ...first,
        related: [...(first.related ?? []), { at: f.at, label: 'and here' }].slice(0, relatedMax),
      })
  }
  return [...seen.values()].sort(compareDiagnostics)
}

/**
 * The wiring faults of a repository. Each family abstains where it cannot be sure; a finding shown in
 * error is a bug. Pure; the order of the input does not matter.
 */
export const findFaults = (w: Wiring): Finding[] => {
  const unread = unreadAddresses(w)
  const unset = unsetFaults(w, unread)
  // The other half of a renamed variable is told with it.
  const told = new Set(
    unset.flatMap((f) => (f.related ?? []).map(({ at }) => `${at.path}\0${at.line}`)),
  )
  const loose = unread.filter(({ binding: { at } }) => !told.has(`${at.path}\0${at.line}`))
  return merge([
    ...unset,
    ...unreadFaults(w, loose),
    ...addressFaults(w),
    ...channelFaults(w),
    ...pathFaults(w),
    ...unusedStubs(w),
    ...driftedContracts(w),
    ...uncalledServices(w),
    ...takenPorts(w),
  ])
}
