import type { Binding, Unit } from '../../../core/model/deployment.ts'
import { literal } from '../../../core/model/expression.ts'
import { folderOf, resolvePath } from '../../../core/model/path.ts'
import type { Place } from '../../../core/model/place.ts'
import type { Token } from '../../code/lexer.ts'
import { reduceLiteral } from '../../code/redact.ts'
import type { Call, Chain } from './chain.ts'
import { addsPart, type Kind, kindOf } from './kinds.ts'

/** A resource of the application model; `server` is the unit that answers, of a part the one it belongs to. */
type Resource = { readonly name: string; readonly server: string; readonly kind: Kind }

type Draft = {
  unit: Unit
  readonly isProxy: boolean
}

const textOf = (tokens: readonly Token[] | undefined): string | undefined => {
  const t = tokens?.[0]
  if (t?.kind !== 'text') return undefined
  if (t.parts === undefined) return t.text.replace(/^"|"$/g, '')
  return t.parts.every((p) => typeof p === 'string') ? t.parts.join('') : undefined
}

/** `name: value` as the value. */
const withoutLabel = (tokens: readonly Token[]): readonly Token[] =>
  tokens[0]?.kind === 'name' && tokens[1]?.text === ':' ? tokens.slice(2) : tokens

const isLabelled = (tokens: readonly Token[], label: string): boolean =>
  tokens[0]?.text === label && tokens[1]?.text === ':'

const namesIn = (tokens: readonly Token[]): string[] =>
  tokens.flatMap((t) => {
    if (t.kind === 'name') return [t.text]
    if (t.kind !== 'text' || t.parts === undefined) return []
    return t.parts.flatMap((p) =>
      typeof p === 'string' ? [] : (p.hole.match(/[A-Za-z_]\w*/g) ?? []),
    )
  })

/** Methods that name another resource without telling where it is. */
const isOrder = (method: string): boolean =>
  /^(?:WaitFor|WithParent|WithRelationship|WithReferenceRelationship|WithChild|WithLifetime|WithUrl|PublishAs)/.test(
    method,
  )

/** Reads the chains of one AppHost, one after the other, into units and bindings. */
export class ApplicationModel {
  private readonly path: string
  private readonly deployment: string
  private readonly resources = new Map<string, Resource>()
  private readonly constants = new Map<string, string>()
  private readonly drafts = new Map<string, Draft>()
  readonly bindings: Binding[] = []

  private readonly mayBranch: boolean

  /** @param mayBranch whether some statements may not be run: what they take, others may take instead */
  constructor(path: string, mayBranch: boolean) {
    this.path = path
    this.mayBranch = mayBranch
    this.deployment = `aspire:${folderOf(path)}`
  }

  get units(): readonly Unit[] {
    return [...this.drafts.values()].map((d) => d.unit)
  }

  add(chain: Chain): void {
    const current = this.follow(chain)
    if (chain.target !== undefined && current) this.resources.set(chain.target, current)
  }

  /** `const string name = "cart"`. */
  constant(statement: readonly Token[]): void {
    const [target, eq, value] = statement.slice(-3)
    if (target?.kind === 'name' && eq?.text === '=' && value?.kind === 'text')
      this.constants.set(target.text, textOf([value]) ?? '')
  }

  private follow(chain: Chain): Resource | undefined {
    let current = chain.path.length === 0 ? this.resources.get(chain.head) : undefined
    if (chain.path.length > 0 && current === undefined) return undefined
    for (const call of chain.calls) {
      const added = current === undefined ? this.started(call) : this.part(call, current)
      if (added) current = added
      else if (current) this.configure(call, current)
    }
    return current
  }

  private word(tokens: readonly Token[] | undefined): string | undefined {
    if (tokens === undefined) return undefined
    const value = withoutLabel(tokens)
    return textOf(value) ?? (value.length === 1 ? this.constants.get(value[0]!.text) : undefined)
  }

  private started(call: Call): Resource | undefined {
    const kind = kindOf(call.name)
    const name = this.word(call.args[0])
    if (kind === undefined || name === undefined || !/^[A-Za-z][\w-]{0,100}$/.test(name))
      return undefined
    const at: Place = { path: this.path, line: call.line }
    const image = this.word(call.args[kind.imageArg ?? -1]) ?? kind.image
    const unit: Unit = {
      deployment: this.deployment,
      name,
      origin: 'aspire',
      aliases: [],
      ...(image === undefined ? {} : { image }),
      ...this.source(call, kind),
      ...(kind.kind === undefined ? {} : { kind: kind.kind }),
      ports: [],
      labels: [],
      at,
    }
    this.drafts.set(name, { unit, isProxy: call.name === 'AddYarp' })
    return { name, server: name, kind }
  }

  private source(call: Call, kind: Kind): Pick<Unit, 'context' | 'project' | 'dockerfile'> {
    const project = /^(?:global::)?Projects\.(\w+)$/.exec(call.generic)?.[1]
    if (project !== undefined) return { project }
    const written = this.word(call.args[kind.folder ?? -1])?.replaceAll('\\', '/')
    if (written === undefined) return {}
    const path = resolvePath(folderOf(this.path), written)
    if (path === undefined) return {}
    const context = /\.\w*proj$|\.cs$/.test(path) ? folderOf(path) : path
    if (call.name !== 'AddDockerfile') return { context }
    const file = resolvePath(context, this.word(call.args[2]) ?? 'Dockerfile')
    return { context, ...(file === undefined ? {} : { dockerfile: file }) }
  }

  private part(call: Call, current: Resource): Resource | undefined {
    const name = addsPart(call.name) ? this.word(call.args[0]) : undefined
    return name === undefined ? undefined : { name, server: current.server, kind: current.kind }
  }

  private resourceIn(tokens: readonly Token[]): Resource | undefined {
    for (const name of namesIn(tokens)) {
      const found = this.resources.get(name)
      if (found) return found
    }
    return undefined
  }

  private configure(call: Call, current: Resource): void {
    const draft = this.drafts.get(current.server)
    if (draft === undefined) return
    if (call.name === 'WithReference') this.reference(call, current)
    else if (call.name === 'WithEnvironment') this.environment(call, current)
    else if (/^With(?:Http|Https)?Endpoint$/.test(call.name)) this.endpoint(call, draft)
    else if (call.name === 'WaitFor' || call.name === 'WaitForCompletion') this.wait(call, draft)
    else if (draft.isProxy && !isOrder(call.name)) this.routes(call, current)
  }

  private bind(unit: string, key: string, value: string, line: number): void {
    const at = { path: this.path, line }
    this.bindings.push({ deployment: this.deployment, unit, key, value: literal(value), at })
  }

  private address(to: Resource): string {
    return `${to.kind.scheme}://${to.server}`
  }

  private reference(call: Call, current: Resource): void {
    const to = this.resourceIn(call.args[0] ?? [])
    if (to === undefined || to.server === current.server) return
    const renamed = call.args.slice(1).find((a) => isLabelled(a, 'connectionName')) ?? call.args[1]
    const name = (renamed && this.word(renamed)) ?? to.name
    const isEndpoint = to.kind.scheme === 'http' && to.kind.kind === undefined
    const key = isEndpoint ? `services__${name}__http__0` : `ConnectionStrings__${name}`
    this.bind(current.server, key, this.address(to), call.line)
  }

  private environment(call: Call, current: Resource): void {
    const key = this.word(call.args[0])
    if (key === undefined) {
      this.callback(call, current)
      return
    }
    const value = call.args[1] ?? []
    const to = this.resourceIn(value)
    const text = to === undefined ? reduceLiteral(this.word(value) ?? '') : this.address(to)
    if (text) this.bind(current.server, key, text, call.line)
  }

  /** `WithEnvironment(ctx => ctx.EnvironmentVariables["KEY"] = value)`. */
  private callback(call: Call, current: Resource): void {
    const tokens = call.args.flat()
    for (let i = 0; i + 3 < tokens.length; i++) {
      const key = tokens[i]!
      const isSet =
        tokens[i - 1]?.text === '[' && tokens[i + 1]?.text === ']' && tokens[i + 2]?.text === '='
      if (key.kind !== 'text' || !isSet) continue
      const end = tokens.findIndex(
        (t, n) => n > i && t.kind === 'mark' && (t.text === ';' || t.text === '}'),
      )
      const to = this.resourceIn(tokens.slice(i + 3, end < 0 ? undefined : end))
      const name = textOf([key])
      if (to && name) this.bind(current.server, name, this.address(to), key.line)
    }
  }

  private endpoint(call: Call, draft: Draft): void {
    const ports = call.args
      .filter((a) => isLabelled(a, 'port') || isLabelled(a, 'targetPort') || a.length === 1)
      .map((a) => withoutLabel(a)[0])
      .filter((t) => t?.kind === 'number' && /^\d{2,5}$/.test(t.text))
      .map((t) => Number(t!.text))
    draft.unit = { ...draft.unit, ports: [...new Set([...draft.unit.ports, ...ports])] }
    this.claim(call, draft)
  }

  /** `port:` is one of the host, where the protocol is the usual one and no branch may leave it out. */
  private claim(call: Call, draft: Draft): void {
    const isPlain = !call.args.some((a) => isLabelled(a, 'protocol') || isLabelled(a, 'scheme'))
    const given = call.args.find((a) => isLabelled(a, 'port'))
    const port = given && withoutLabel(given)[0]
    if (!isPlain || port?.kind !== 'number' || !/^\d{2,5}$/.test(port.text) || this.mayBranch)
      return
    const at = { path: this.path, line: call.line }
    const claim = { port: Number(port.text), protocol: 'tcp' as const, by: draft.unit.name, at }
    draft.unit = { ...draft.unit, claims: [...(draft.unit.claims ?? []), claim] }
  }

  private wait(call: Call, draft: Draft): void {
    const to = this.resourceIn(call.args[0] ?? [])
    if (to === undefined || to.server === draft.unit.name) return
    const at = { path: this.path, line: call.line }
    draft.unit = {
      ...draft.unit,
      dependsOn: [...(draft.unit.dependsOn ?? []), { name: to.server, at }],
    }
  }

  /** A proxy passes requests on to every resource that its configuration is given. */
  private routes(call: Call, current: Resource): void {
    for (const name of namesIn(call.args.flat())) {
      const to = this.resources.get(name)
      if (to === undefined || to.server === current.server) continue
      const key = `REVERSEPROXY__CLUSTERS__${to.name}__DESTINATIONS__1__ADDRESS`
      this.bind(current.server, key, this.address(to), call.line)
    }
  }
}
