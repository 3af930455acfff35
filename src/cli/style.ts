/** Paints text for a terminal; paints nothing where colour is not wanted. */
export type Style = {
  readonly bold: (s: string) => string
  readonly dim: (s: string) => string
  readonly red: (s: string) => string
  readonly green: (s: string) => string
  readonly yellow: (s: string) => string
  readonly cyan: (s: string) => string
}

const paint = (on: boolean, open: number, close: number) => (s: string) =>
  on ? `\u001b[${open}m${s}\u001b[${close}m` : s

export const makeStyle = (color: boolean): Style => ({
  bold: paint(color, 1, 22),
  dim: paint(color, 2, 22),
  red: paint(color, 31, 39),
  green: paint(color, 32, 39),
  yellow: paint(color, 33, 39),
  cyan: paint(color, 36, 39),
})

type Ask = {
  readonly flag: boolean | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  readonly isTerminal: boolean
}

/** Whether to colour: the flag, then NO_COLOR, FORCE_COLOR, CI, TERM=dumb, then whether it is a terminal. */
export const wantsColor = ({ flag, env, isTerminal }: Ask): boolean => {
  if (flag === false || (env['NO_COLOR'] ?? '') !== '') return false
  const force = env['FORCE_COLOR']
  if (force !== undefined) return force !== '0' && force !== 'false'
  if ((env['CI'] ?? '') !== '' || env['TERM'] === 'dumb') return false
  return isTerminal
}
