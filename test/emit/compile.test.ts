import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { driverSlug } from '../../src/emit/shared/slug.ts'
import { jsonContracts, protoContracts } from '../vectors/corpus.ts'
import { addressOf, writeDrivers } from '../vectors/drivers.ts'
import { needsPython, plainPython } from '../vectors/python.ts'

const root = join(import.meta.dirname, '../..')
const written = writeDrivers([...protoContracts(), ...jsonContracts()])
after(written.remove)

const driver = (id: string) => written.drivers.find((d) => d.contract.id === id)!
const module = (id: string): string => `./ts/${driverSlug(addressOf(driver(id).contract))}/index.ts`

/** Every option under which a user's project might compile the driver. */
const compilerOptions = {
  ...{ target: 'es2022', lib: ['es2022'], module: 'nodenext', types: ['node'] },
  typeRoots: [join(root, 'node_modules/@types')],
  ...{ strict: true, noEmit: true, allowImportingTsExtensions: true, declaration: true },
  ...{ erasableSyntaxOnly: true, verbatimModuleSyntax: true, isolatedDeclarations: true },
  ...{ noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true },
  ...{ noUnusedLocals: true, noUnusedParameters: true, noImplicitOverride: true },
  ...{ noPropertyAccessFromIndexSignature: true, noImplicitReturns: true },
}

/** Uses of drivers; each line after an expectation must be refused, every other one accepted. */
const uses = (): string => `
import { type Order, newOrder, encodeOrder } from '${module('fixture.api.v1.Orders')}'
import { type Scalars, newScalars } from '${module('fixture.numbers.Scalars')}'
import { type Defaults, Defaults_Mode, newDefaults } from '${module('fixture.legacy.Defaults')}'
import { type Choice, Choice_Flavor, newChoice } from '${module('fixture.choices.Chooser')}'
import type { ChooserClient } from '${module('fixture.choices.Chooser')}'
import type { Circle, Order as ShopOrder, Shape, ShopClient } from '${module('Shop')}'

export const fine: Order = newOrder({ total: { currency: 'EUR', units: 5n, nanos: 0 } })
export const bytes: Uint8Array = encodeOrder(fine)
export const flavor: Choice = newChoice({ flavor: Choice_Flavor.SWEET })
export const open: Choice = newChoice({ flavor: 77 })
// @ts-expect-error a 64-bit integer is a bigint
export const notBigint: Order = newOrder({ total: { currency: 'EUR', units: 5, nanos: 0 } })
// @ts-expect-error a text is no number
export const notNumber: Scalars = newScalars({ an_int32: '1' })
// @ts-expect-error there is no such field
export const noField: Scalars = newScalars({ nothing: 1 })
// @ts-expect-error fields without presence must all be there
export const incomplete: Scalars = { a_double: 1 }
// @ts-expect-error the required field is missing
export const noId: Defaults = newDefaults({ d: 1 })
// @ts-expect-error a closed enum has no other values
export const notMode: Defaults = newDefaults({ id: 1, mode: 3 })
export const mode: Defaults = newDefaults({ id: 1, mode: Defaults_Mode.SLOW })
// @ts-expect-error fields cannot be assigned
fine.total = undefined

export const shape: Shape = { kind: 'circle', radius: 1 }
// @ts-expect-error no alternative fits
export const noShape: Shape = { kind: 'triangle', radius: 1 }
// @ts-expect-error a required member is missing
export const noRadius: Circle = { kind: 'circle' }
// @ts-expect-error bytes are no text
export const image: Shape = { kind: 'square', side: 1, image: 'abc' }
export const parent = (o: ShopOrder): ShopOrder | null | undefined => o.parent

export const call = async (c: ChooserClient, s: ShopClient): Promise<void> => {
  const answer = await c.Choose(flavor)
  // @ts-expect-error the answer has no such field
  answer.nothing
  await s.deleteOrder({ id: 'x' })
  // @ts-expect-error the input is another message
  await s.deleteOrder({ name: 'x' })
  for await (const event of s.GET_events({})) event.value?.toFixed()
}
`

test('generated TypeScript compiles under every strict option, wrong types do not', () => {
  const config = { compilerOptions, include: ['ts', 'use.mts'] }
  writeFileSync(join(written.folder, 'use.mts'), uses())
  writeFileSync(join(written.folder, 'tsconfig.json'), JSON.stringify(config))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const run = spawnSync(process.execPath, [tsc, '-p', written.folder], { encoding: 'utf8' })
  assert.equal(run.stdout, '')
  assert.equal(run.status, 0)
})

test('generated TypeScript passes tsc --strict with no other option, as users run it', () => {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const files = written.drivers.map((d) =>
    join(written.folder, 'ts', driverSlug(addressOf(d.contract)), 'index.ts'),
  )
  const run = spawnSync(
    process.execPath,
    [tsc, '--ignoreConfig', '--strict', '--noEmit', ...files],
    { encoding: 'utf8' },
  )
  assert.equal(run.stdout, '')
  assert.equal(run.status, 0)
})

test('generated Python compiles, for Python 3.9 as well', needsPython, () => {
  const check = `
import ast, pathlib, sys
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):
    ast.parse(path.read_text(encoding="utf-8"), str(path), feature_version=(3, 9))
`
  const folder = join(written.folder, 'python')
  const parsed = spawnSync(plainPython, ['-W', 'error', '-c', check, folder], { encoding: 'utf8' })
  assert.equal(parsed.stderr, '')
  const compileAll = ['-W', 'error', '-m', 'compileall', '-q', folder]
  const compiled = spawnSync(plainPython, compileAll, { encoding: 'utf8' })
  assert.equal(compiled.stdout + compiled.stderr, '')
  assert.equal(compiled.status, 0)
})

/** Runs Python with the packages of some contracts imported by short names. */
const python = (imports: Readonly<Record<string, string>>, code: string): string => {
  const lines = Object.entries(imports).map(([name, id]) => {
    const { pythonFolder, pythonPackage } = driver(id)
    return `sys.path.insert(0, ${JSON.stringify(pythonFolder)}); import ${pythonPackage} as ${name}`
  })
  const script = `import sys\n${lines.join('\n')}\n${code}`
  const run = spawnSync(plainPython, ['-W', 'error', '-c', script], { encoding: 'utf8' })
  assert.equal(run.stderr, '')
  return run.stdout
}

test('a wrong type raises a named error in Python, at once and when written', needsPython, () => {
  const code = `
def problem(work):
    try:
        work()
    except TypeError as error:
        known = isinstance(error, (numbers.EncodeError, legacy.EncodeError, shop.EncodeError))
        return f"{type(error).__name__} {error}" if known else "TypeError"
    except Exception as error:
        return f"{type(error).__name__} {error}"
    return "fine"

scalars = numbers.Scalars(an_int32=1)
scalars.a_string = 5
defaults = legacy.Defaults(id=1)
defaults.id = None
circle = shop.Circle(kind="circle", radius=1.5)
circle.radius = "wide"
for work in (
    lambda: numbers.Scalars(an_int32="1"),
    lambda: numbers.Scalars(an_int32=True),
    lambda: numbers.Scalars(an_int32=2**31),
    lambda: numbers.Scalars(a_float=1e40),
    lambda: numbers.Scalars(nothing=1),
    lambda: numbers.encode_Scalars(scalars),
    lambda: numbers.encode_Scalars(defaults),
    lambda: numbers.Scalars(a_string="\\ud800"),
    lambda: legacy.Defaults(),
    lambda: legacy.Defaults(id=1, mode=3),
    lambda: legacy.Defaults(id=1, mode=legacy.Defaults_Mode.SLOW),
    lambda: legacy.encode_Defaults(defaults),
    lambda: legacy.Nest(children=[legacy.Nest(), 1]),
    lambda: shop.Circle(kind="square", radius=1.0),
    lambda: shop.Circle(kind="circle", radius="wide"),
    lambda: shop.encode_Circle(circle),
    lambda: shop.encode_Shape(circle),
    lambda: shop.Node(children=[shop.Node(), 5]),
    lambda: shop.encode_Node(shop.Node(extra={"value": 1})),
    lambda: shop.decode_Node(b'{"value":"x"}'),
    lambda: shop.decode_Node(b'{"children":[{},{"value":1.5}]}'),
    lambda: shop.decode_Circle(b'{"kind":"circle","more":1,"radius":1}'),
):
    print(problem(work))
`
  const imports = {
    numbers: 'fixture.numbers.Scalars',
    legacy: 'fixture.legacy.Nest',
    shop: 'Shop',
  }
  assert.deepEqual(python(imports, code).trim().split('\n'), [
    'FieldTypeError an_int32: expected int32, got str',
    'FieldTypeError an_int32: expected int32, got bool',
    'EncodeError an_int32: 2147483648 is out of the range of int32',
    'EncodeError a_float: 1e+40 is too large for a float',
    'TypeError',
    'FieldTypeError a_string: expected str, got int',
    'FieldTypeError expected Scalars, got Defaults',
    'EncodeError a_string: a text holds half a surrogate pair',
    'TypeError',
    'EncodeError mode: 3 is not a value of fixture.legacy.Defaults.Mode',
    'fine',
    'EncodeError id: the field is missing',
    'FieldTypeError children: expected Nest, got int',
    "FieldTypeError /kind: expected 'circle'",
    'FieldTypeError /radius: expected float, got str',
    'FieldTypeError /radius: expected float, got str',
    'FieldTypeError the value fits no alternative',
    'FieldTypeError /children/1: expected Node, got int',
    'EncodeError "value" is a field, it cannot be extra',
    'DecodeError /value: expected int, got str',
    'DecodeError /children/1/value: expected int, got float',
    'DecodeError /more: there is no such member',
  ])
})

test('what a package exports can all be imported', needsPython, () => {
  for (const { contract } of written.drivers)
    assert.match(
      python(
        { package: contract.id },
        'print(len([getattr(package, n) for n in package.__all__]))',
      ),
      /\d/,
    )
})
