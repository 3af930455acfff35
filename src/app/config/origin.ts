import { layout } from '../../core/model/layout.ts'
import type { Durable } from '../../ports/durable.ts'
import { readPanel } from '../config.ts'
import { loadPolicy } from './policy.ts'

/** A value of the configuration and where it comes from. */
export type Origin = {
  readonly key: string
  readonly value: unknown
  readonly from: 'environment' | 'repository' | 'default'
  /** The file and line, or the variable. */
  readonly at: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** Variables that RTT heeds; a secret is never shown. */
const variables = ['RTT_KEY', 'NO_COLOR', 'FORCE_COLOR', 'CI'] as const

const fromEnvironment = (env: Environment): Origin[] =>
  variables.flatMap((name) =>
    env[name] === undefined
      ? []
      : [
          {
            key: name,
            value: name === 'RTT_KEY' ? '(set)' : env[name],
            from: 'environment',
            at: name,
          },
        ],
  )

/** Every value of the configuration, with its place: flags come before all of these. */
export const originsOf = async (durable: Durable, env: Environment): Promise<readonly Origin[]> => {
  const [panel, policy] = [await readPanel(durable), await loadPolicy(durable)]
  const row = (key: string, path: readonly string[], fallback: unknown): Origin => {
    let value: unknown = panel?.value
    for (const step of path) value = (value as Record<string, unknown> | undefined)?.[step]
    if (panel === undefined || value === undefined)
      return { key, value: fallback, from: 'default', at: '-' }
    return { key, value, from: 'repository', at: `${panel.path}:${panel.placeOf(path).line}` }
  }
  return [
    ...fromEnvironment(env),
    row('name', ['name'], null),
    row('scan.exclude', ['scan', 'exclude'], []),
    row('findings.ignore', ['findings', 'ignore'], []),
    policy === undefined
      ? { key: 'policy', value: null, from: 'default', at: '-' }
      : {
          key: 'policy',
          value: `${policy.value.rules.length} rules, otherwise ${policy.value.otherwise}`,
          from: 'repository',
          at: layout.policy,
        },
  ]
}
