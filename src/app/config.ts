import type { Ignore } from '../core/findings/ignored.ts'
import type { Panel } from '../core/model/config.ts'
import { layout } from '../core/model/layout.ts'
import type { Durable } from '../ports/durable.ts'
import type { Workspace } from '../ports/workspace.ts'
import { type ConfigFile, readConfigFile } from './config/file.ts'
import { loadPolicy } from './config/policy.ts'

/** The configuration of a repository, with defaults filled in. */
export type Config = {
  readonly name: string | undefined
  readonly exclude: readonly string[]
  /** Findings that are accepted. */
  readonly ignore: readonly Ignore[]
}

/** `.rtt/panel.json`, undefined where there is none. */
export const readPanel = (durable: Durable): Promise<ConfigFile<Panel> | undefined> =>
  readConfigFile(
    durable,
    layout.panel,
    async () => (await import('../core/model/config.ts')).panelSchema,
  )

type Accepted = {
  readonly code: string
  readonly ends?: readonly string[] | undefined
  readonly path?: string | undefined
  readonly reason: string
  readonly expires?: string | undefined
}

/** Entries that accept findings, with where they stand. */
const ignoresOf = (
  entries: readonly Accepted[],
  keys: readonly string[],
  { file, today }: { readonly file: ConfigFile<unknown>; readonly today: string },
): Ignore[] =>
  entries.map(({ code, ends, path, reason, expires }, i) => ({
    code,
    ...(ends === undefined ? {} : { ends }),
    ...(path === undefined ? {} : { path }),
    ...(expires !== undefined && expires < today ? { ended: expires } : {}),
    reason,
    at: file.placeOf([...keys, i]),
  }))

/**
 * Reads the configuration; a repository without any has the defaults.
 *
 * @throws RttError RTT6003 with line and column, RTT6002 when a newer RTT made it, RTT6007 where CUE and JSON disagree
 */
export const loadConfig = async ({
  durable,
  clock,
}: Pick<Workspace, 'durable' | 'clock'>): Promise<Config> => {
  const today = clock.now().slice(0, 10)
  const [panel, policy] = await Promise.all([readPanel(durable), loadPolicy(durable)])
  return {
    name: panel?.value.name,
    exclude: panel?.value.scan?.exclude ?? [],
    ignore: [
      ...(panel
        ? ignoresOf(panel.value.findings?.ignore ?? [], ['findings', 'ignore'], {
            file: panel,
            today,
          })
        : []),
      ...(policy ? ignoresOf(policy.value.findings, ['findings'], { file: policy, today }) : []),
    ],
  }
}
