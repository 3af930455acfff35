import type { Registration } from '../../core/model/code.ts'
import { type FoldContext, foldNode } from './fold.ts'
import type { Found, Node } from './node.ts'

type Call = Extract<Node, { kind: 'call' }>

/**
 * A call by which a program tells a registry its name: in an argument by its place, or under a key of an object
 * or a keyword. `sign` must stand in the text.
 */
type Mark = {
  readonly callee: RegExp
  readonly sign: RegExp
  readonly arg?: number
  readonly key?: RegExp
}

const marks: readonly Mark[] = [
  { callee: /(?:^|\.)EndpointBasicInfo$/, sign: /kitex/, key: /^ServiceName$/ },
  { callee: /^(?:micro|kratos|web|service)\.Name$/, sign: /go-micro|kratos/, arg: 0 },
  { callee: /(?:^|\.)AgentServiceRegistration$/, sign: /consul/, key: /^Name$/ },
  { callee: /(?:^|\.)RegisterInstanceParam$/, sign: /nacos/, key: /^ServiceName$/ },
  { callee: /(?:^|\.)service\.register$/, sign: /consul/i, arg: 0, key: /^name$/ },
  { callee: /^Eureka$|eureka_client\.init(?:_async)?$/, sign: /eureka/, key: /^app(?:_name)?$/ },
  { callee: /(?:^|\.)registerInstance$|add_naming_instance$/, sign: /nacos/, arg: 0 },
]

const perFileMax = 20

const entriesOf = (node: Node): readonly (readonly [string, Node])[] =>
  node.kind === 'object'
    ? node.entries.flatMap(([k, v]) => [[k, v] as const, ...entriesOf(v)])
    : node.kind === 'call'
      ? node.args.flatMap((a) => [
          ...(a.name === undefined ? [] : [[a.name, a.value] as const]),
          ...entriesOf(a.value),
        ])
      : []

const nameIn = (call: Call, mark: Mark): Node | undefined =>
  (mark.key && entriesOf(call).find(([k]) => mark.key!.test(k))?.[1]) ??
  (mark.arg === undefined ? undefined : call.args[mark.arg]?.value)

/**
 * The names that a program gives itself at a registry.
 *
 * @example registrationsOf(parsed, context) // [{ name: { kind: 'literal', value: 'cart' }, api: 'micro.Name', at }]
 */
export const registrationsOf = (
  { path, text, found }: { path: string; text: string; found: Found },
  context: FoldContext,
): Registration[] => {
  const usable = marks.filter((m) => m.sign.test(text))
  if (usable.length === 0) return []
  return found.calls
    .flatMap(({ node }): Registration[] => {
      const mark = usable.find((m) => m.callee.test(node.callee))
      const name = mark && nameIn(node, mark)
      if (name === undefined || name.kind === 'object') return []
      return [{ name: foldNode(name, context), api: node.callee, at: { path, line: node.line } }]
    })
    .slice(0, perFileMax)
}
