import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parse } from 'graphql'
import { type GraphType, parseGraph } from '../../../src/read/graphql/parse.ts'
import { graphTokens } from '../../../src/read/graphql/token.ts'

type Ast = {
  readonly kind: string
  readonly name?: { readonly value: string }
  readonly fields?: readonly Ast[]
  readonly arguments?: readonly Ast[]
  readonly types?: readonly Ast[]
  readonly values?: readonly Ast[]
  readonly type?: Ast
}

const typeText = (t: Ast): string => {
  if (t.kind === 'NonNullType') return `${typeText(t.type!)}!`
  return t.kind === 'ListType' ? `[${typeText(t.type!)}]` : t.name!.value
}
const ownText = (t: GraphType): string =>
  t.kind === 'required' ? `${ownText(t.of)}!` : t.kind === 'list' ? `[${ownText(t.of)}]` : t.name

const theirs = (text: string): unknown =>
  (parse(text).definitions as readonly Ast[])
    .filter((d) => !/^(?:Operation|Fragment|Directive)Definition$/.test(d.kind))
    .map((d) => [
      d.name?.value ?? '',
      (d.fields ?? []).map((f) => [
        f.name!.value,
        typeText(f.type!),
        (f.arguments ?? []).map((a) => [a.name!.value, typeText(a.type!)]),
      ]),
      [...(d.types ?? []), ...(d.values ?? [])].map((n) => n.name!.value),
    ])

const ours = (text: string): unknown => {
  const tokens = graphTokens(text)
  const parsed = typeof tokens === 'number' ? undefined : parseGraph(tokens)
  if (parsed === undefined || parsed.fault) return 'fault'
  return parsed.definitions
    .filter((d) => d.kind !== 'schema')
    .map((d) => [
      d.name,
      d.fields.map((f) => [f.name, ownText(f.type), f.args.map((a) => [a.name, ownText(a.type)])]),
      d.kind === 'enum' || d.kind === 'union' ? d.names : [],
    ])
}

const name = fc.constantFrom('a', 'B', 'type', 'input', 'Query', 'on', '_x1')
const type = fc.letrec<{ type: string }>((tie) => ({
  type: fc.oneof(
    name,
    tie('type').map((t) => `[${t}]`),
    name.map((n) => `${n}!`),
    tie('type').map((t) => `[${t}]!`),
  ),
})).type
const gap = fc.constantFrom(' ', '\n', ', ', ' # c\n', ' "text" ', ' """a\n"b" """ ')
const value = fc.constantFrom(
  '1',
  '-1.5e3',
  '"x"',
  'null',
  '[1, {a: $b}]',
  'ENUM',
  '{a: [1]}',
  '"""b"""',
)
const directive = fc.oneof(
  fc.constant(''),
  name.map((n) => ` @${n}(a: 1)`),
)
const argument = fc
  .tuple(
    name,
    type,
    fc.oneof(
      fc.constant(''),
      value.map((v) => ` = ${v}`),
    ),
    directive,
  )
  .map(([n, t, v, d]) => `${n}: ${t}${v.includes('$') ? '' : v}${d}`)
const args = fc.oneof(
  fc.constant(''),
  fc.array(argument, { minLength: 1, maxLength: 3 }).map((a) => `(${a.join(', ')})`),
)
const field = fc.tuple(name, args, type, directive).map(([n, a, t, d]) => `${n}${a}: ${t}${d}`)
const fields = fc
  .array(field, { minLength: 1, maxLength: 4 })
  .chain((f) => gap.map((g) => `{ ${f.join(g)} }`))
const definition = fc.oneof(
  fc
    .tuple(name, fc.constantFrom('', ' implements A', ' implements & A & B'), directive, fields)
    .map(([n, i, d, f]) => `type ${n}${i}${d} ${f}`),
  fc
    .tuple(fc.constantFrom('interface', 'extend type'), name, fields)
    .map(([k, n, f]) => `${k} ${n} ${f}`),
  fc
    .tuple(name, fc.array(argument, { minLength: 1, maxLength: 3 }))
    .map(([n, a]) => `input ${n} { ${a.join('\n')} }`),
  fc
    .tuple(name, fc.array(name, { minLength: 1, maxLength: 3 }))
    .map(([n, v]) => `enum ${n} { ${v.join(' ')} }`),
  fc
    .tuple(name, fc.array(name, { minLength: 1, maxLength: 3 }))
    .map(([n, v]) => `union ${n} = | ${v.join(' | ')}`),
  fc.tuple(name, directive).map(([n, d]) => `scalar ${n}${d}`),
  fc.constantFrom(
    'directive @d(a: Int = 1) repeatable on | FIELD | OBJECT',
    'query Q($a: B = {c: 1}) { a(b: $a) { c } }',
    '{ a }',
    'fragment F on T { a }',
  ),
)

test('SDL is read as graphql-js reads it', () => {
  const document = fc.array(definition, { maxLength: 6 }).map((d) => d.join('\n'))
  fc.assert(
    fc.property(document, (text) => {
      let wanted: unknown
      try {
        wanted = theirs(text)
      } catch {
        return
      }
      assert.deepEqual(ours(text), wanted, text)
    }),
    { numRuns: 2000 },
  )
})
