/**
 * How an address gets to its consumer in one deployment: `set` by the deployment, `default` of the code, or `written` where
 * it is used; `local` is one of these that names the machine itself. With the hosts and ports that
 * are dialed, as far as they are known.
 */
export type Way = {
  readonly in: string
  readonly by: 'set' | 'default' | 'written' | 'local'
  readonly hosts: readonly string[]
  readonly ports: readonly number[]
}
