import type { Command, Node, Operand, Pipe } from './ast.ts'
import { Stop } from './budget.ts'
import type { Engine, Sink } from './engine.ts'
import { functions, tolerant } from './functions/all.ts'
import {
  FileMap,
  isList,
  isMap,
  Method,
  sortedKeys,
  textOf,
  truth,
  unknown,
  type Value,
} from './value.ts'

type Run = {
  readonly engine: Engine
  readonly sink: Sink
  readonly variables: [string, Value][]
  readonly isOuter: boolean
}

type Signal = 'break' | 'continue' | undefined

const includesMax = 64

/** Runs a named or parsed body with a value for dot, and gives what it prints. */
export const runToText = (nodes: readonly Node[], dot: Value, engine: Engine): string => {
  if (engine.depth >= includesMax) throw new Stop('templates include each other without end')
  engine.depth++
  const parts: string[] = []
  const sink: Sink = (text) => {
    parts.push(text)
  }
  runNodes(nodes, dot, { engine, sink, variables: [['$', dot]], isOuter: false })
  engine.depth--
  return engine.budget.text(parts.join(''))
}

/** Runs the body of a file, line by line, into a sink. */
export const runFile = (
  nodes: readonly Node[],
  dot: Value,
  to: { engine: Engine; sink: Sink },
): void => {
  runNodes(nodes, dot, { ...to, variables: [['$', dot]], isOuter: true })
}

const field = (v: Value, name: string, base: Operand, run: Run): Value => {
  if (v === unknown) return unknown
  if (isMap(v))
    return v.get(name) ?? (v instanceof FileMap ? v.methods.get(name) : undefined) ?? null
  // What stands in parentheses may be nothing; a chain of names may not.
  if (v === null && base.kind === 'pipe') return null
  run.engine.gap(`.${name} is asked of what is not set`)
  return unknown
}

const variable = (name: string, run: Run): Value => {
  for (let i = run.variables.length - 1; i >= 0; i--)
    if (run.variables[i]![0] === name) return run.variables[i]![1]
  run.engine.gap(`the variable ${name} is not defined`)
  return unknown
}

/** What it takes to look at an argument. */
const cost = (v: Value): number => {
  if (typeof v === 'string') return v.length >> 6
  return isList(v) ? v.length >> 2 : isMap(v) ? v.size >> 2 : 0
}

const called = (name: string, args: readonly Value[], run: Run): Value => {
  const { engine } = run
  engine.budget.spend(args.reduce<number>((n, v) => n + cost(v), 1 + args.length))
  const call = Object.hasOwn(functions, name) ? functions[name] : undefined
  if (call === undefined) {
    engine.gap(`RTT does not know the function ${name}`)
    return unknown
  }
  if (!tolerant.has(name) && args.includes(unknown)) return unknown
  const value = call(args, engine)
  return typeof value === 'string' ? engine.budget.text(value) : value
}

/** `and` and `or` look at no more arguments than they need. */
const shortCircuit = (name: 'and' | 'or', args: readonly (() => Value)[]): Value => {
  let isOpen = false
  let value: Value = null
  for (const arg of args) {
    value = arg()
    const is = truth(value)
    if (is === undefined) isOpen = true
    else if (is === (name === 'or')) return isOpen && name === 'or' ? unknown : value
  }
  return isOpen ? unknown : value
}

const evalOperand = (o: Operand, dot: Value, run: Run): Value => {
  run.engine.budget.spend(1)
  switch (o.kind) {
    case 'dot':
      return dot
    case 'literal':
      return o.value
    case 'variable':
      return variable(o.name, run)
    case 'function':
      return called(o.name, [], run)
    case 'pipe':
      return evalPipe(o.pipe, dot, run)
    case 'fields': {
      let v = evalOperand(o.base, dot, run)
      for (const name of o.names) {
        if (v instanceof Method) v = v.call([])
        v = field(v, name, o.base, run)
      }
      return v
    }
  }
}

const evalCommand = (
  command: Command,
  dot: Value,
  context: { run: Run; last?: Value[] },
): Value => {
  const { run, last = [] } = context
  const [head, ...rest] = command
  if (head === undefined) return unknown
  if (head.kind === 'function') {
    const args = [...rest.map((o) => () => evalOperand(o, dot, run)), ...last.map((v) => () => v)]
    if (head.name === 'and' || head.name === 'or') return shortCircuit(head.name, args)
    return called(
      head.name,
      args.map((a) => a()),
      run,
    )
  }
  const value = evalOperand(head, dot, run)
  run.engine.budget.spend(rest.length)
  if (value instanceof Method)
    return value.call([...rest.map((o) => evalOperand(o, dot, run)), ...last])
  return value
}

const evalPipe = (pipe: Pipe, dot: Value, run: Run): Value => {
  let value: Value = null
  pipe.commands.forEach((c, i) => {
    value = evalCommand(c, dot, i === 0 ? { run } : { run, last: [value] })
  })
  return value
}

const assign = (pipe: Pipe, values: readonly Value[], run: Run): void => {
  pipe.variables.forEach((name, i) => {
    const value = values[i] ?? null
    const known = pipe.assigns ? run.variables.findLast((v) => v[0] === name) : undefined
    if (known) known[1] = value
    else run.variables.push([name, value])
  })
}

/** Runs a body whose variables end with it. */
const scoped = (nodes: readonly Node[], dot: Value, run: Run): Signal => {
  const mark = run.variables.length
  const signal = runNodes(nodes, dot, run)
  run.variables.length = mark
  return signal
}

const elementsOf = (v: Value, run: Run): readonly (readonly [Value, Value])[] | undefined => {
  if (v === null || v === '') return []
  if (isList(v)) return v.map((x, i) => [i, x] as const)
  if (isMap(v)) return sortedKeys(v).map((k) => [k, v.get(k)!] as const)
  if (typeof v === 'number') {
    run.engine.budget.spend(v)
    return Array.from({ length: Math.max(0, Math.floor(v)) }, (_, i) => [i, i] as const)
  }
  run.engine.gap('what a range walks is not known')
  return undefined
}

type Controlled = Extract<Node, { kind: 'if' | 'with' | 'range' }>

const runRange = (node: Controlled, dot: Value, run: Run): void => {
  const { pipe, body } = node.branches[0]!
  const elements = elementsOf(evalPipe(pipe, dot, run), run)
  if (elements === undefined) return
  if (elements.length === 0) {
    scoped(node.otherwise, dot, run)
    return
  }
  const mark = run.variables.length
  for (const [key, value] of elements) {
    run.engine.budget.spend(1)
    assign(pipe, pipe.variables.length === 2 ? [key, value] : [value], run)
    const signal = runNodes(body, value, run)
    run.variables.length = mark
    if (signal === 'break') break
  }
}

const runBranches = (node: Controlled, dot: Value, run: Run): Signal => {
  const mark = run.variables.length
  for (const { pipe, body } of node.branches) {
    if (run.isOuter) run.engine.line = pipe.line
    const value = evalPipe(pipe, dot, run)
    assign(pipe, [value], run)
    const is = truth(value)
    if (is === undefined) run.engine.gap('a condition is not known')
    if (is !== false) {
      const signal = is ? runNodes(body, node.kind === 'with' ? value : dot, run) : undefined
      run.variables.length = mark
      return signal
    }
  }
  const signal = runNodes(node.otherwise, dot, run)
  run.variables.length = mark
  return signal
}

const runTemplate = (node: Extract<Node, { kind: 'template' }>, dot: Value, run: Run): void => {
  const body = run.engine.defines.get(node.name)
  if (body === undefined) {
    run.engine.gap(`no template is named ${node.name.slice(0, 80)}`)
    return
  }
  const value = node.pipe ? evalPipe(node.pipe, dot, run) : null
  run.sink(runToText(body, value, run.engine), node.line, false)
}

const runNode = (node: Node, dot: Value, run: Run): Signal => {
  switch (node.kind) {
    case 'text':
      run.engine.budget.text(node.text)
      run.sink(node.text, node.line, true)
      return undefined
    case 'action': {
      if (run.isOuter) run.engine.line = node.pipe.line
      const value = evalPipe(node.pipe, dot, run)
      if (node.pipe.variables.length > 0) assign(node.pipe, [value], run)
      else run.sink(run.engine.budget.text(textOf(value)), node.pipe.line, false)
      return undefined
    }
    case 'if':
    case 'with':
      return runBranches(node, dot, run)
    case 'range':
      if (run.isOuter) run.engine.line = node.branches[0]!.pipe.line
      runRange(node, dot, run)
      return undefined
    case 'template':
      if (run.isOuter) run.engine.line = node.line
      runTemplate(node, dot, run)
      return undefined
    default:
      return node.kind
  }
}

const runNodes = (nodes: readonly Node[], dot: Value, run: Run): Signal => {
  for (const node of nodes) {
    run.engine.budget.spend(1)
    const signal = runNode(node, dot, run)
    if (signal) return signal
  }
  return undefined
}
