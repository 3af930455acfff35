import { canonicalize } from '../../json/canonical.ts'
import type { ContractBody, Field, TypeDef, TypeRef } from '../../model/contract.ts'
import { typeWords } from '../words.ts'
import type { Change, Effect } from './change.ts'

/**
 * Which way values go: a consumer sends a `request`, which the new contract has to take if the old one did, and gets a
 * `response`, which the old contract must have allowed if the new one does.
 */
export type Side = 'request' | 'response'

type Message = Extract<TypeDef, { kind: 'message' }>
type Types = ReadonlyMap<string, TypeDef>

const depthMax = 64
const changesMax = 2000
const words = (t: TypeRef): string => typeWords(t, (name) => name, false)
const lastOf = (path: string): string => path.replace(/\[\]$/, '').replace(/^.*[./]/, '')

/** What widening and narrowing do: a request may get wider, a response narrower. */
const effects: Readonly<Record<Side, { readonly wider: Effect; readonly narrower: Effect }>> = {
  request: { wider: 'safe', narrower: 'breaking' },
  response: { wider: 'breaking', narrower: 'safe' },
}

/** One comparison of two bodies: pairs of types that were looked at are not looked at again. */
export class SchemaWalk {
  readonly changes: Change[] = []
  private readonly before: Types
  private readonly after: Types
  private readonly renamed: ReadonlyMap<string, string>
  private readonly seen = new Set<string>()

  /** `renamed`: parameters of the path that have another name now; nobody who calls it writes their names. */
  constructor(
    before: ContractBody,
    after: ContractBody,
    renamed: ReadonlyMap<string, string> = new Map(),
  ) {
    this.renamed = renamed
    const byName = (body: ContractBody): Types => new Map(body.types.map((t) => [t.name, t]))
    this.before = byName(before)
    this.after = byName(after)
  }

  private note(rule: Change['rule'], path: string, more: Partial<Change>): void {
    if (this.changes.length >= changesMax) return
    const wire = more.wire ?? 'safe'
    this.changes.push({
      rule,
      path,
      member: lastOf(path),
      before: '',
      after: '',
      source: wire,
      ...more,
      wire,
    })
  }

  /** What a reference stands for, through aliases. */
  private resolve(t: TypeRef, types: Types): TypeRef | Message {
    let now = t
    for (let i = 0; i < depthMax && now.kind === 'ref'; i++) {
      const def = types.get(now.name)
      if (def === undefined) return { kind: 'any' }
      if (def.kind === 'message') return def
      if (def.kind === 'enum')
        return { kind: 'union', of: def.values.map((v) => ({ kind: 'const', value: v.name })) }
      now = def.type
    }
    return now
  }

  /** Compares a type before and after, on its way in one direction. */
  walk(before: TypeRef, after: TypeRef, at: { path: string; side: Side; depth?: number }): void {
    const { path, side, depth = 0 } = at
    const key = `${side}\0${canonicalize(before)}\0${canonicalize(after)}`
    if (depth > depthMax || this.seen.has(key)) return
    this.seen.add(key)
    const a = this.resolve(before, this.before)
    const b = this.resolve(after, this.after)
    const told = { before: words(before), after: words(after) }
    const inner = { path, side, depth: depth + 1 }
    if (a.kind === 'message' && b.kind === 'message') this.messages(a, b, inner)
    else if (a.kind === 'any' && b.kind === 'any') return
    else if (a.kind === 'any')
      this.note('schema-narrowed', path, { ...told, wire: effects[side].narrower })
    else if (b.kind === 'any')
      // Anything may come now: most often a type that is no longer written down.
      this.note('schema-widened', path, {
        ...told,
        wire: side === 'request' ? 'safe' : 'unknown',
      })
    else if (a.kind === 'list' && b.kind === 'list')
      this.walk(a.of, b.of, { ...inner, path: `${path}[]` })
    else if (a.kind === 'map' && b.kind === 'map') this.walk(a.value, b.value, inner)
    else if (a.kind === 'union' || b.kind === 'union') this.unions(a, b, inner)
    else if (a.kind === 'message' || b.kind === 'message' || a.kind !== b.kind)
      this.note('field-type-changed', path, { ...told, wire: 'breaking' })
    else this.plain(a, b, { path, side })
  }

  private plain(a: TypeRef, b: TypeRef, { path, side }: { path: string; side: Side }): void {
    if (canonicalize(a) === canonicalize(b)) return
    const told = { before: words(a), after: words(b) }
    const pair = a.kind === 'scalar' && b.kind === 'scalar' ? `${a.scalar} ${b.scalar}` : ''
    const wider = pair === 'int64 double' || pair === 'bytes string'
    const narrower = pair === 'double int64' || pair === 'string bytes'
    const wire = wider ? effects[side].wider : narrower ? effects[side].narrower : 'breaking'
    this.note(
      wider ? 'schema-widened' : narrower ? 'schema-narrowed' : 'field-type-changed',
      path,
      {
        ...told,
        wire,
      },
    )
  }

  private unions(
    a: TypeRef | Message,
    b: TypeRef | Message,
    at: { path: string; side: Side; depth: number },
  ): void {
    const { path, side } = at
    const members = (t: TypeRef | Message): readonly TypeRef[] =>
      t.kind === 'union' ? t.of : t.kind === 'message' ? [{ kind: 'ref', name: t.name }] : [t]
    const [old, now] = [members(a), members(b)]
    const text = (t: TypeRef): string => canonicalize(t)
    const gone = old.filter((m) => !now.some((n) => text(n) === text(m)))
    const come = now.filter((m) => !old.some((o) => text(o) === text(m)))
    for (const m of old)
      if (now.some((n) => text(n) === text(m))) this.walk(m, m, { ...at, depth: at.depth + 1 })
    // One member that became another one is that member, changed.
    if (gone.length === 1 && come.length === 1 && gone[0]!.kind !== 'const') {
      this.walk(gone[0]!, come[0]!, { ...at, depth: at.depth + 1 })
      return
    }
    for (const m of gone)
      this.note(m.kind === 'const' ? 'enum-value-removed' : 'schema-narrowed', path, {
        before: words(m),
        wire: effects[side].narrower,
        source: 'breaking',
      })
    for (const m of come)
      this.note(m.kind === 'const' ? 'enum-value-added' : 'schema-widened', path, {
        after: words(m),
        wire: effects[side].wider,
      })
  }

  private messages(a: Message, b: Message, at: { path: string; side: Side; depth: number }): void {
    const { path, side } = at
    const now = new Map(b.fields.map((f) => [f.name, f]))
    const nameNow = (f: Field): string =>
      f.in === 'path' ? (this.renamed.get(f.name) ?? f.name) : f.name
    const old = new Set(a.fields.map(nameNow))
    for (const f of a.fields) {
      const same = now.get(nameNow(f))
      if (same === undefined) this.removed(f, b, { path: `${path}.${f.name}`, side })
      else this.field(f, same, { ...at, path: `${path}.${f.name}` })
    }
    for (const f of b.fields)
      if (!old.has(f.name)) this.added(f, { path: `${path}.${f.name}`, side })
    if (a.additional !== false && b.additional === false)
      this.note('additional-refused', path, { wire: effects[side].narrower })
  }

  private removed(f: Field, after: Message, { path, side }: { path: string; side: Side }): void {
    const isNeeded = f.presence === 'required'
    const wire: Effect =
      side === 'response'
        ? isNeeded
          ? 'breaking'
          : 'unknown'
        : after.additional === false
          ? 'breaking'
          : 'safe'
    this.note('field-removed', path, { before: words(f.type), wire, source: 'breaking' })
  }

  private added(f: Field, { path, side }: { path: string; side: Side }): void {
    const isDemanded = side === 'request' && f.presence === 'required' && f.default === undefined
    this.note(isDemanded ? 'field-required' : 'field-added', path, {
      after: words(f.type),
      wire: isDemanded ? 'breaking' : 'safe',
    })
  }

  private field(a: Field, b: Field, at: { path: string; side: Side; depth: number }): void {
    const { path, side } = at
    const told = { before: a.presence, after: b.presence }
    if (a.name !== b.name)
      this.note('field-renamed', path, { before: a.name, after: b.name, source: 'unknown' })
    if (a.in !== b.in)
      this.note('field-moved', path, { before: a.in ?? '', after: b.in ?? '', wire: 'breaking' })
    if (a.presence !== 'required' && b.presence === 'required')
      this.note('field-required', path, { ...told, wire: effects[side].narrower })
    if (a.presence === 'required' && b.presence !== 'required')
      this.note('field-optional', path, { ...told, wire: effects[side].wider })
    this.walk(a.type, b.type, { ...at, depth: at.depth + 1 })
  }
}
