import type { Assignment, CodeFacts } from '../model/code.ts'
import type { Expression } from '../model/expression.ts'
import type { Evidence } from '../model/link.ts'
import { gap } from './address.ts'
import { assignmentsAcross, assignmentsIn } from './names.ts'
import type { Bindings, VariableBinding } from './scope.ts'
import type { Group } from './units.ts'

/** A text that an expression can be, the environment keys it came through, and where that stands. */
export type Value = {
  readonly text: string
  readonly keys: readonly string[]
  readonly evidence: readonly Evidence[]
  /** The file of the deployment that it holds in, where another one says something else. */
  readonly variant?: string
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

/** Both behind each other; values that never hold at once are none. */
const join = (a: Value, b: Value): readonly Value[] => {
  const variant = a.variant ?? b.variant
  if (b.variant !== undefined && b.variant !== variant) return []
  return [
    {
      text: a.text + b.text,
      keys: [...a.keys, ...b.keys],
      evidence: [...a.evidence, ...b.evidence],
      ...(variant === undefined ? {} : { variant }),
    },
  ]
}

const identityOf = (v: Value): string =>
  v.keys.length === 0 ? v.text : `${v.text}\0${v.keys.join()}`

const distinct = (values: readonly Value[]): readonly Value[] => {
  if (values.length < 2) return values
  const seen = new Map<string, Value>()
  for (const v of values) {
    const id = identityOf(v)
    if (!seen.has(id)) seen.set(id, v)
    if (seen.size === valuesMax) break
  }
  return [...seen.values()]
}

/**
 * One evaluation. `steps` are what is left of them: names that stand for each other would never end. It is
 * `plain` as long as it has looked at nothing but its own file.
 */
type Walk = { readonly scope: Scope; steps: number; isPlain: boolean }

const stepsMax = 4000

const joined = (parts: readonly (readonly Value[])[]): readonly Value[] =>
  parts.reduce<readonly Value[]>(
    (acc, values) => distinct(acc.flatMap((a) => values.flatMap((b) => join(a, b)))),
    [{ text: '', keys: [], evidence: [] }],
  )

/** What a name in a deployment file stands for, as `configmap/web/URL`. */
const namedBinding = (name: string, walk: Walk, depth: number): Value[] => {
  const b = walk.scope.bindings.named(name)
  if (b === undefined) return [lost]
  const evidence: Evidence = { ...b.at, signal: 'env-binding' }
  return evaluateBinding(b.value, walk, depth + 1).map((v) => ({
    ...v,
    evidence: [...v.evidence, evidence],
  }))
}

/** Whether a value is made of a variable: one of the same name around the deployment, if it is its own. */
const asksFor = (e: Expression, key: string): boolean =>
  (e.kind === 'env' && e.key === key) ||
  (e.kind === 'concat' && e.parts.some((part) => asksFor(part, key)))

/** A value written in a deployment file: its variables come from `.env` and from the unit itself. */
const evaluateBinding = (e: Expression, walk: Walk, depth: number): readonly Value[] => {
  const { scope } = walk
  if (depth > depthMax || walk.steps-- <= 0) return [lost]
  if (e.kind === 'literal') return [{ text: e.value, keys: [], evidence: [] }]
  if (e.kind === 'name') return namedBinding(e.name, walk, depth)
  if (e.kind === 'concat') return joined(e.parts.map((p) => evaluateBinding(p, walk, depth + 1)))
  if (e.kind !== 'env') return [lost]
  const b =
    scope.bindings.variable(e.key, scope.deployment) ??
    scope.bindings.of(scope.service, scope.deployment, e.key).find((x) => !asksFor(x.value, e.key))
  if (b) return evaluateBinding(b.value, walk, depth + 1)
  return e.fallback ? evaluateBinding(e.fallback, walk, depth + 1) : [lost]
}

const imageDeployments = (service: Group): readonly string[] =>
  service.units.filter((u) => u.origin === 'dockerfile').map((u) => u.deployment)

const scripts = new WeakMap<readonly CodeFacts[], ReadonlyMap<string, Assignment>>()

/** What the start scripts among files set, the first of a name. */
const scriptsIn = (files: readonly CodeFacts[]): ReadonlyMap<string, Assignment> => {
  const known = scripts.get(files)
  if (known) return known
  const made = new Map<string, Assignment>()
  for (const f of files)
    for (const a of f.lang === 'shell' ? f.assignments : [])
      if (!made.has(a.name)) made.set(a.name, a)
  scripts.set(files, made)
  return made
}

/** A variable that a start script of the service sets, with a default as a rule: `export X="${X:-web}"`. */
const exported = (
  key: string,
  read: Evidence,
  { walk, depth }: { readonly walk: Walk; readonly depth: number },
): Value[] => {
  const set = scriptsIn(walk.scope.files).get(key)
  if (set?.value.kind !== 'env' || set.value.fallback === undefined)
    return [{ text: gap, keys: [key], evidence: [read] }]
  const evidence: Evidence = { path: set.at.path, line: set.at.line, signal: 'default', key }
  return walkTo(set.value.fallback, walk, depth + 1).map((v) => ({
    text: v.text,
    keys: [key, ...v.keys],
    evidence: [read, evidence, ...v.evidence],
  }))
}

type Bound = {
  readonly key: string
  readonly read: Evidence
  readonly walk: Walk
  readonly depth: number
}

/** What a variable that a deployment sets stands for. */
const bound = (b: VariableBinding, { key, read, walk, depth }: Bound): readonly Value[] => {
  const inner = {
    scope: { ...walk.scope, deployment: b.deployment },
    steps: walk.steps,
    isPlain: false,
  }
  const set: Evidence = { path: b.at.path, line: b.at.line, signal: 'env-binding', key }
  return evaluateBinding(b.value, inner, depth + 1).map((v) => ({
    text: v.text,
    keys: [key, ...v.keys],
    evidence: [read, set, ...v.evidence],
    ...(b.variant === undefined ? {} : { variant: b.variant }),
  }))
}

const evaluateEnv = (
  e: Extract<Expression, { kind: 'env' }>,
  walk: Walk,
  depth: number,
): readonly Value[] => {
  const { scope } = walk
  walk.isPlain = false
  const layers = [scope.deployment, ...imageDeployments(scope.service)]
  // What is set to nobody knows what, such as by a Secret, leaves the default as the best guess.
  const set = layers
    .map((d) =>
      scope.bindings.of(scope.service, d, e.key).filter((b) => b.value.kind !== 'unknown'),
    )
    .find((all) => all.length > 0)
  const read: Evidence = { path: e.at.path, line: e.at.line, signal: 'env-read', key: e.key }
  if (set !== undefined)
    return distinct(set.flatMap((b) => bound(b, { key: e.key, read, walk, depth })))
  if (e.isImplied && e.fallback !== undefined) return walkTo(e.fallback, walk, depth + 1)
  if (e.fallback === undefined) return exported(e.key, read, { walk, depth })
  const fallback: Evidence = { ...read, signal: 'default' }
  return walkTo(e.fallback, walk, depth + 1).map((v) => ({
    text: v.text,
    keys: [e.key, ...v.keys],
    evidence: [fallback, ...v.evidence],
  }))
}

const evaluateName = (name: string, walk: Walk, depth: number): Value[] => {
  const { file, files } = walk.scope
  const own = assignmentsIn(name, file)
  if (own === undefined) walk.isPlain = false
  const seen = new Map<string, Value>()
  for (const { value } of own ?? assignmentsAcross(name, file, files)) {
    if (value.kind === 'name' && value.name === name) continue
    for (const v of walkTo(value, walk, depth + 1)) {
      const id = identityOf(v)
      if (!seen.has(id)) seen.set(id, v)
    }
    if (seen.size > namesMax) return [lost]
  }
  return seen.size === 0 ? [lost] : [...seen.values()]
}

const walkTo = (e: Expression, walk: Walk, depth: number): readonly Value[] => {
  if (depth > depthMax || walk.steps-- <= 0) return [lost]
  switch (e.kind) {
    case 'literal':
      return [{ text: e.value, keys: [], evidence: [] }]
    case 'env':
      return distinct(evaluateEnv(e, walk, depth))
    case 'either':
      return distinct(e.of.flatMap((x) => walkTo(x, walk, depth + 1)))
    case 'concat':
      return joined(e.parts.map((p) => walkTo(p, walk, depth + 1)))
    case 'name':
      return evaluateName(e.name, walk, depth)
    default:
      return [lost]
  }
}

type Known = { readonly scope: Scope; readonly values: readonly Value[] }

/** What expressions were found to be that nothing outside their own file has a say in. */
const plain = new WeakMap<Expression, Known>()
/** What the others were found to be, by service, deployment and expression. */
const evaluated = new WeakMap<Group, Map<string, WeakMap<Expression, Known>>>()

const knownIn = ({ service, deployment }: Scope): WeakMap<Expression, Known> => {
  const deployments = evaluated.get(service) ?? new Map<string, WeakMap<Expression, Known>>()
  evaluated.set(service, deployments)
  const known = deployments.get(deployment) ?? new WeakMap<Expression, Known>()
  deployments.set(deployment, known)
  return known
}

/**
 * All texts that an expression can be in a scope; `gap` stands where it cannot be known. The linker and
 * every family of findings ask for the same ones, so they are kept as long as the expression is.
 */
export const evaluate = (e: Expression, scope: Scope): readonly Value[] => {
  const anywhere = plain.get(e)
  if (anywhere?.scope.file === scope.file && anywhere) return anywhere.values
  const known = knownIn(scope)
  const before = known.get(e)
  if (
    before?.scope.file === scope.file &&
    before?.scope.files === scope.files &&
    before?.scope.bindings === scope.bindings
  )
    return before.values
  const walk = { scope, steps: stepsMax, isPlain: true }
  const values = walkTo(e, walk, 0)
  const into = walk.isPlain ? plain : known
  into.set(e, { scope, values })
  return values
}
