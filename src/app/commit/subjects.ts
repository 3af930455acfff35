import { RttError } from '../../core/diag/error.ts'
import { sha256 } from '../../core/json/digest.ts'
import type { Subject } from '../../core/trust/statement.ts'
import { contractSubjectName, planSubjectName } from '../../core/trust/verify.ts'
import type { Durable } from '../../ports/durable.ts'
import type { PlanFiles } from './plan.ts'

/**
 * The digest under which a text of the repository is signed: after CRLF → LF, as everywhere in RTT,
 * so that a checkout with other line ends is the same text.
 */
const textDigest = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes).toString('latin1')
  return sha256(
    text.includes('\r\n') ? Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1') : bytes,
  )
}

const digestAt = (durable: Durable, path: string): string | undefined => {
  const bytes = durable.read(path)
  return bytes === undefined ? undefined : textDigest(bytes)
}

const planSubjects = ({ planId, contracts }: Pick<PlanFiles, 'planId' | 'contracts'>) => [
  { name: planSubjectName(planId), sha256: planId },
  ...contracts.map(({ digest }) => ({ name: contractSubjectName(digest), sha256: digest })),
]

/**
 * What the envelope of a plan is about: the plan, its contracts, and the files given.
 *
 * @param files paths of texts that the plan was made of, as the manifests of the repository
 * @throws RttError RTT1001 when a file is not there
 */
export const subjectsFor = (
  durable: Durable,
  plan: Pick<PlanFiles, 'planId' | 'contracts'>,
  files: readonly string[],
): readonly Subject[] => {
  const fileSubjects = [...new Set(files)].map((name) => {
    const digest = digestAt(durable, name)
    if (digest === undefined)
      throw new RttError('RTT1001', `${name} cannot be signed: it is not there`)
    return { name, sha256: digest }
  })
  return [...planSubjects(plan), ...fileSubjects]
}

/**
 * Holds a plan's contracts to what was signed with it.
 *
 * @throws RttError RTT3001
 */
export const checkContracts = (
  plan: Pick<PlanFiles, 'planId' | 'contracts'>,
  signed: readonly Subject[],
): void => {
  for (const { name, sha256: digest } of planSubjects(plan))
    if (!signed.some((s) => s.name === name && s.sha256 === digest))
      throw new RttError('RTT3001', `${name} was not signed with plan ${plan.planId.slice(0, 8)}`)
}

/**
 * Holds the files of the repository to what was signed with a plan: one that was edited since does
 * not have the signature that its symbols need.
 *
 * @throws RttError RTT3001 naming the file
 */
export const checkFiles = (
  durable: Durable,
  plan: Pick<PlanFiles, 'planId' | 'contracts'>,
  signed: readonly Subject[],
): void => {
  const own = new Set(planSubjects(plan).map((s) => s.name))
  for (const { name, sha256: digest } of signed.filter((s) => !own.has(s.name)))
    if (digestAt(durable, name) !== digest)
      throw new RttError('RTT3001', `${name} is not what was signed with the plan`, {
        at: { path: name, line: 1 },
        help: 'Run `rtt plan` and `rtt sign` again, or restore the file.',
      })
}
