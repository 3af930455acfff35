import { RttError } from '../../core/diag/error.ts'
import { digestOf } from '../../core/json/digest.ts'
import { layout } from '../../core/model/layout.ts'
import type { Policy } from '../../core/model/policy.ts'
import type { Accept } from '../../core/trust/verify.ts'
import type { Durable } from '../../ports/durable.ts'
import { type ConfigFile, readConfigFile, sourcesOf } from './file.ts'

/** The digest of what a policy means: how it is written, and what it was made from, does not count. */
export const policyDigest = (file: ConfigFile<Policy> | undefined): string | null => {
  if (file === undefined) return null
  const { $schema: _, cue: __, ...meant } = file.value
  return digestOf(JSON.parse(JSON.stringify(meant)))
}

/**
 * A policy that can be understood and that does not contradict itself.
 *
 * @throws RttError RTT6003 with the place of what is wrong
 */
const check = async (file: ConfigFile<Policy>): Promise<void> => {
  const [{ contradictionsIn }, { selectorOf }, { selectorsIn }] = await Promise.all([
    import('../../core/policy/contradictions.ts'),
    import('../../core/policy/select.ts'),
    import('../../core/policy/selectors.ts'),
  ])
  for (const { text, path } of selectorsIn(file.value))
    try {
      selectorOf(text)
    } catch (error) {
      if (!(error instanceof RttError)) throw error
      throw new RttError('RTT6003', `${file.path}: /${path.join('/')}: ${error.message}`, {
        at: file.placeOf(path),
        help: error.help,
        cause: error,
      })
    }
  const [first] = contradictionsIn(file.value)
  if (first !== undefined)
    throw new RttError('RTT6003', `${file.path}: /${first.rule.join('/')}: ${first.why}`, {
      at: file.placeOf(first.rule),
      related: [{ at: file.placeOf(first.other), label: 'the other stands here' }],
      help: 'Take one of the two out.',
    })
}

const read = async (durable: Durable): Promise<ConfigFile<Policy> | undefined> => {
  const file = await readConfigFile(
    durable,
    layout.policy,
    async () => (await import('../../core/model/policy.ts')).policySchema,
  )
  if (file !== undefined) await check(file)
  return file
}

type Known = { readonly text: string; readonly file: Promise<ConfigFile<Policy> | undefined> }
/** What was read last in each repository: most commands ask more than once. */
const known = new WeakMap<Durable, Known>()

/**
 * `.rtt/policy.json`, undefined where there is none.
 *
 * @throws RttError RTT6003 for one that cannot be understood or that contradicts itself, RTT6007 where CUE and JSON disagree
 */
export const loadPolicy = (durable: Durable): Promise<ConfigFile<Policy> | undefined> => {
  const text = sourcesOf(durable, layout.policy)
  const before = known.get(durable)
  if (before?.text === text) return before.file
  const file = read(durable)
  known.set(durable, { text, file })
  return file
}

/** What a policy says of trust; where none is written, the defaults. */
export type TrustRules = {
  /** The files that a plan was made of have to be those that were signed with it. */
  readonly strict: boolean
  /** Whose signatures count on this clone: those of its own key, too, unless the policy forbids it. */
  readonly accept: Accept
}

/** How far signatures are trusted here. */
export const trustRules = async (durable: Durable): Promise<TrustRules> => {
  const trust = (await loadPolicy(durable))?.value.trust
  return {
    strict: trust?.strict ?? true,
    accept: trust?.developmentKeys === false ? 'root' : 'local',
  }
}
