import type { Contract, TypeDef } from '../core/model/contract.ts'
import { type GeneratedFile, type Templates, templateText } from './shared/file.ts'
import { serviceName, typeNames } from './shared/names.ts'
import { seal } from './shared/seal.ts'
import { type Supported, supportedPart } from './shared/supported.ts'
import { oneLine } from './shared/text.ts'
import { jsonDeclaration, jsonFunctions, jsonTable } from './ts/json.ts'
import { tsLanguage, tsText } from './ts/language.ts'
import { type Names, protoDeclaration, protoFunctions, protoTable } from './ts/proto.ts'
import { type Service, serviceCode, shapeOf } from './ts/service.ts'

const shared = ['error', 'crc32c', 'frame', 'call']
const runtimes = {
  proto: [...shared, 'wire', 'scalar', 'schema', 'encode', 'decode'],
  json: [...shared, 'canonical', 'base64', 'type', 'value'],
}

const protoImports = [
  "import { decodeMessage, emptyMessage } from './decode.mts'",
  "import { encodeMessage } from './encode.mts'",
  "import { schemaOf } from './schema.mts'",
]

/** Imports only what is used, since some compilers refuse the rest. */
const jsonImports = (code: string): readonly string[] => [
  ...(/\bJson\b/.test(code) ? ["import type { Json } from './canonical.mts'"] : []),
  "import { typeTable } from './type.mts'",
  "import { decodeValue, encodeValue } from './value.mts'",
]

const callImports = ({ methods }: Supported): readonly string[] => {
  const calls = [...new Set(methods.flatMap((m) => [shapeOf(m).call, shapeOf(m).route]))].sort()
  const types = ['type MethodInfo', 'type Route', 'type Transport']
  const names = [...(methods.length === 0 ? [] : ['type Codec']), ...types, 'serve', ...calls]
  return ['import {', ...names.map((n) => `  ${n},`), "} from './call.mts'"]
}

const reexports = [
  "export { ConnectorError, DecodeError, EncodeError } from './error.mts'",
  "export * from './frame.mts'",
  "export type { MethodInfo, Transport } from './call.mts'",
]

const typeCode = (contract: Contract, types: readonly TypeDef[], names: Names) => {
  const [declare, table, functions] =
    contract.dialect === 'proto'
      ? [protoDeclaration, protoTable, protoFunctions]
      : [jsonDeclaration, jsonTable, jsonFunctions]
  return [
    ...types.flatMap((t) => [...declare(t, names), '']),
    ...table(types),
    '',
    ...types.flatMap((t) => functions(t, names)),
    '',
  ]
}

const head = (contract: Contract, address: string, { leftOut }: Supported): readonly string[] => [
  `/** Connector of \`${oneLine(contract.id)}\` for ${oneLine(address)}. */`,
  '// Names that TypeScript or this file reserve have a `_` behind them.',
  ...leftOut.map((what) => `// Left out: ${oneLine(what)}.`),
]

const indexText = (contract: Contract, address: string): string => {
  const part = supportedPart(contract)
  const locals = part.methods.flatMap((m) => [`codec${m.id}`, `method${m.id}`])
  const names = typeNames(part.types, contract.dialect, tsLanguage(locals))
  const name = serviceName(contract, tsLanguage([]), names)
  const services: readonly Service[] =
    contract.kind === 'service' ? [{ contract, methods: part.methods, name, names }] : []
  const code = [
    ...typeCode(contract, part.types, names),
    ...services.flatMap(serviceCode),
    '',
    `export const contractId: string = ${tsText(contract.id)}`,
    `export const contractDigest: string = ${tsText(contract.digest)}`,
  ]
  const types = contract.dialect === 'proto' ? protoImports : jsonImports(code.join('\n'))
  const calls = services.length === 0 ? [] : callImports(part)
  const lines = [
    ...head(contract, address, part),
    ...calls,
    ...types,
    '',
    ...reexports,
    '',
    ...code,
  ]
  return `${lines.join('\n').replace(/\n{3,}/g, '\n\n')}\n`
}

/**
 * Makes the folder a package of ES modules whose parts find each other as `#wire`: compilers take such
 * names without a flag for `.ts` endings, and Node resolves them without a build.
 */
const packageText = `${JSON.stringify({ private: true, type: 'module', imports: { '#*': './*.ts' }, exports: './index.ts' }, null, 2)}\n`

const asParts = (text: string): string =>
  text.replace(/(from ')\.\/([a-z0-9]+)\.mts(')/g, '$1#$2$3')

/**
 * The TypeScript driver of a contract: `index.ts`, beside it the runtime it needs, and a package.json
 * that ties them together. It has no dependencies, passes `tsc --strict`, and runs by type stripping.
 * Methods whose type is not known and groups are left out.
 */
export const emitTypeScript = (
  contract: Contract,
  address: string,
  templates: Templates,
): readonly GeneratedFile[] => {
  const runtime = contract.dialect === 'proto' ? runtimes.proto : runtimes.json
  const parts = runtime.map((stem) => ({
    path: `${stem}.ts`,
    text: templateText(templates, `ts/${stem}.mts`),
  }))
  const modules = [{ path: 'index.ts', text: indexText(contract, address) }, ...parts]
  const sealed = modules.map(({ path, text }) => ({
    path,
    text: seal(asParts(text), { comment: '//', contract }),
  }))
  return [...sealed, { path: 'package.json', text: packageText }]
}
