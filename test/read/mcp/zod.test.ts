import assert from 'node:assert/strict'
import { test } from 'node:test'
import { object, offersIn, sdk, text, toolIn } from './offers.ts'

const zodForms: readonly (readonly [string, unknown])[] = [
  [
    'z.string().min(1).max(9).describe("d")',
    { ...text, minLength: 1, maxLength: 9, description: 'd' },
  ],
  ['z.string().email()', { ...text, format: 'email' }],
  ['z.number().int().positive().max(5)', { type: 'integer', exclusiveMinimum: 0, maximum: 5 }],
  ['z.coerce.number()', { type: 'number' }],
  ['z.boolean()', { type: 'boolean' }],
  ['z.enum(["a", "b"])', { ...text, enum: ['a', 'b'] }],
  ['z.enum(KINDS)', { ...text, enum: ['x', 'y'] }],
  ['z.literal("a")', { ...text, const: 'a' }],
  ['z.literal(-1.5)', { type: 'number', const: -1.5 }],
  ['z.array(z.string()).min(1)', { type: 'array', items: text, minItems: 1 }],
  ['z.string().array()', { type: 'array', items: text }],
  [
    'z.object({ a: z.string(), b: z.string().optional() }).strict()',
    object({ a: text, b: text }, 'a'),
  ],
  [
    'z.object({ a: z.string() }).extend({ b: z.number() }).partial()',
    object({ a: text, b: { type: 'number' } }),
  ],
  ['z.object({ a: z.string(), b: z.string() }).omit({ a: true })', object({ b: text }, 'b')],
  [
    'z.record(z.string(), z.number())',
    { type: 'object', additionalProperties: { type: 'number' } },
  ],
  ['z.union([z.string(), z.null()])', { anyOf: [text, { type: 'null' }] }],
  ['z.string().nullable()', { anyOf: [text, { type: 'null' }] }],
  ['z.tuple([z.string(), z.number()])', { type: 'array', prefixItems: [text, { type: 'number' }] }],
  ['z.string().transform((s) => s.length)', text],
  ['z.preprocess((v) => v, z.string())', text],
  ['z.any()', {}],
  ['Named', object({ id: text }, 'id')],
]

test('the common forms of zod', () => {
  for (const [form, wanted] of zodForms) {
    const source = `${sdk}const KINDS = ['x', 'y'] as const\nconst Named = z.object({ id: z.string() })\ns.tool('t', { v: ${form} }, run)`
    assert.deepEqual(toolIn('a.ts', source)?.input, object({ v: wanted }, 'v'), form)
  }
})

test('members with a default need not be given', () => {
  const source = `${sdk}s.tool('t', { a: z.string().default('x'), b: z.number().optional(), c: z.string().nullish() }, run)`
  assert.deepEqual(toolIn('a.ts', source)?.input, {
    type: 'object',
    properties: {
      a: { ...text, default: 'x' },
      b: { type: 'number' },
      c: { anyOf: [text, { type: 'null' }] },
    },
  })
})

test('a shape that is computed or imported is left out; the tool is not', () => {
  for (const shape of [
    '{ v: makeSchema() }',
    '{ v: z.string(), ...rest }',
    'Imported.shape',
    '{ v: z.custom().foo() }',
  ]) {
    const found = offersIn('a.ts', `${sdk}s.tool('t', 'd', ${shape}, run)`)
    assert.deepEqual([found[0]?.name, found[0]?.tool], ['t', { description: 'd' }], shape)
  }
})
