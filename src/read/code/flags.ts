import type { Found, FoundAssignment, Node } from './node.ts'

type Call = Extract<Node, { kind: 'call' }>

/** `flag.String(name, default, usage)`, pflag's and cobra's, with a short form in between or a target before. */
const stringFlag = /(?:^|\.)(?:p?flags?|fs|flagSet|Flags|PersistentFlags)\.String(Var)?(P)?$/i

/** What a flag of the command line is set to unless somebody says otherwise. */
const defaultOf = (node: Call): { readonly value: Node; readonly target?: Node } | undefined => {
  const m = stringFlag.exec(node.callee)
  if (m === null) return undefined
  const target = m[1] === undefined ? undefined : node.args[0]?.value
  const name = target === undefined ? 0 : 1
  const value = node.args[name + (m[2] === undefined ? 1 : 2)]?.value
  if (value === undefined || node.args[name]?.value.kind !== 'text') return undefined
  return { value, ...(target === undefined ? {} : { target }) }
}

/** The default of a flag, where a call makes one and gives it back. */
export const flagValue = (node: Call): Node | undefined => {
  const found = defaultOf(node)
  return found?.target === undefined ? found?.value : undefined
}

/** Flags that are put into a variable: `flag.StringVar(&addr, "addr", "cart:80", "")` assigns to `addr`. */
export const flagAssignments = (found: Found): FoundAssignment[] =>
  found.calls.flatMap(({ node, at }) => {
    const flag = defaultOf(node)
    return flag?.target?.kind === 'name'
      ? [{ target: flag.target.path, value: flag.value, line: node.line, at }]
      : []
  })
