import type { Assignment, CodeFacts } from '../model/code.ts'
import type { Expression } from '../model/expression.ts'
import type { Evidence } from '../model/link.ts'
import { gap } from './address.ts'
import type { Bindings } from './scope.ts'
import type { Group } from './units.ts'

/** A text that an expression can be, the environment keys it came through, and where that stands. */
export type Value = {
  readonly text: string
  readonly keys: readonly string[]
  readonly evidence: readonly Evidence[]
}

/** Where an expression is evaluated: for one service in one deployment, in one file. */
export type Scope = {
  readonly service: Group
  readonly deployment: string
  readonly bindings: Bindings
  readonly file: CodeFacts | undefined
  /** All files of the service, for names that are assigned elsewhere. */
  readonly files: readonly CodeFacts[]
}

const valuesMax = 12
const depthMax = 12
const namesMax = 3
const lost: Value = { text: gap, keys: [], evidence: [] }
const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

const join = (a: Value, b: Value): Value => ({
  text: a.text + b.text,
  keys: [...a.keys, ...b.keys],
  evidence: [...a.evidence, ...b.evidence],
})

const assignmentsTo = (name: string, scope: Scope): readonly Assignment[] => {
  const own = scope.file?.assignments ?? []
  const exact = own.filter((a) => a.name === name)
  if (exact.length > 0) return exact
  const here = own.filter((a) => last(a.name) === last(name))
  if (here.length > 0) return here
  const elsewhere = scope.files
    .filter((f) => f !== scope.file && f.scope === 'main')
    .flatMap((f) => f.assignments.filter((a) => last(a.name) === last(name)))
  return elsewhere
}

const distinct = (values: readonly Value[]): Value[] => {
  const seen = new Map<string, Value>()
  for (const v of values)
    if (!seen.has(`${v.text}\0${v.keys.join()}`)) seen.set(`${v.text}\0${v.keys.join()}`, v)
  return [...seen.values()].slice(0, valuesMax)
}

/** A value written in a deployment file: its variables come from `.env` and from the unit itself. */
const evaluateBinding = (e: Expression, scope: Scope, depth: number): Value[] => {
  if (depth > depthMax) return [lost]
  if (e.kind === 'literal') return [{ text: e.value, keys: [], evidence: [] }]
  if (e.kind === 'name') {
    const b = scope.bindings.named(e.name)
    return b
      ? evaluateBinding(b.value, scope, depth + 1).map((v) => ({
          ...v,
          evidence: [...v.evidence, { ...b.at, signal: 'env-binding' as const }],
        }))
      : [lost]
  }
  if (e.kind === 'env') {
    const b =
      scope.bindings.variable(e.key, scope.deployment) ??
      scope.bindings.of(scope.service, scope.deployment, e.key).find((x) => x.value !== e)
    if (b) return evaluateBinding(b.value, scope, depth + 1)
    return e.fallback ? evaluateBinding(e.fallback, scope, depth + 1) : [lost]
  }
  if (e.kind === 'concat')
    return e.parts.reduce<Value[]>(
      (acc, p) =>
        distinct(acc.flatMap((a) => evaluateBinding(p, scope, depth + 1).map((b) => join(a, b)))),
      [{ text: '', keys: [], evidence: [] }],
    )
  return [lost]
}

const imageDeployments = (service: Group): readonly string[] =>
  service.units.filter((u) => u.origin === 'dockerfile').map((u) => u.deployment)

const evaluateEnv = (
  e: Extract<Expression, { kind: 'env' }>,
  scope: Scope,
  depth: number,
): Value[] => {
  const layers = [scope.deployment, ...imageDeployments(scope.service)]
  const binding = layers.flatMap((d) => scope.bindings.of(scope.service, d, e.key))[0]
  const read: Evidence = { path: e.at.path, line: e.at.line, signal: 'env-read' }
  if (binding) {
    const inner = { ...scope, deployment: binding.deployment }
    return evaluateBinding(binding.value, inner, depth + 1).map((v) => ({
      text: v.text,
      keys: [e.key, ...v.keys],
      evidence: [
        read,
        { path: binding.at.path, line: binding.at.line, signal: 'env-binding' },
        ...v.evidence,
      ],
    }))
  }
  if (e.fallback === undefined) return [{ text: gap, keys: [e.key], evidence: [read] }]
  const fallback: Evidence = { ...read, signal: 'default' }
  return evaluate(e.fallback, scope, depth + 1).map((v) => ({
    text: v.text,
    keys: [e.key, ...v.keys],
    evidence: [fallback, ...v.evidence],
  }))
}

/** All texts that an expression can be in a scope; `gap` stands where it cannot be known. */
export const evaluate = (e: Expression, scope: Scope, depth = 0): Value[] => {
  if (depth > depthMax) return [lost]
  switch (e.kind) {
    case 'literal':
      return [{ text: e.value, keys: [], evidence: [] }]
    case 'env':
      return distinct(evaluateEnv(e, scope, depth))
    case 'either':
      return distinct(e.of.flatMap((x) => evaluate(x, scope, depth + 1)))
    case 'concat':
      return e.parts.reduce<Value[]>(
        (acc, p) =>
          distinct(acc.flatMap((a) => evaluate(p, scope, depth + 1).map((b) => join(a, b)))),
        [{ text: '', keys: [], evidence: [] }],
      )
    case 'name': {
      const found = assignmentsTo(e.name, scope)
      const values = distinct(
        found
          .filter((a) => !(a.value.kind === 'name' && a.value.name === e.name))
          .flatMap((a) => evaluate(a.value, scope, depth + 1)),
      )
      return values.length === 0 || values.length > namesMax ? [lost] : values
    }
    default:
      return [lost]
  }
}
