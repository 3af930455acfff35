import type { Contract } from '../core/model/contract.ts'
import { compareText } from '../core/model/place.ts'
import { jsonBinding, jsonClass, jsonFunctions } from './python/json.ts'
import { pyLanguage, pyText } from './python/language.ts'
import { type PyTypes, protoBinding, protoClass, protoFunctions } from './python/proto.ts'
import { type Service, serviceCode } from './python/service.ts'
import { type GeneratedFile, type Templates, templateText } from './shared/file.ts'
import { serviceName, typeNames } from './shared/names.ts'
import { seal } from './shared/seal.ts'
import { pythonPackage } from './shared/slug.ts'
import { type Supported, supportedPart } from './shared/supported.ts'
import { oneLine } from './shared/text.ts'

const shared = ['error', 'crc32c', 'frame', 'call']
const runtimes = {
  proto: [...shared, 'wire', 'scalar', 'schema', 'encode', 'decode'],
  json: [...shared, 'canonical', 'type', 'value'],
}

const typing = [
  'from typing import Any, Dict, Iterable, Iterator, List, Literal, Optional',
  'from typing import Protocol, Tuple, Union',
]

const callImports = [
  'from .call import Codec as _Codec',
  'from .call import MethodInfo, Server, Transport',
  'from .call import call_stream as _call_stream',
  'from .call import call_unary as _call_unary',
  'from .call import only as _only',
  'from .call import route as _route',
]

const protoImports = [
  'from .decode import decode_message as _decode_message',
  'from .encode import encode_message as _encode_message',
  'from .error import ConnectorError, DecodeError, EncodeError, FieldTypeError',
  'from .frame import *',
  'from .schema import EnumSpec as _EnumSpec',
  'from .schema import Message as _Message',
  'from .schema import bind as _bind',
  'from .schema import mapping as _mapping',
  'from .schema import repeated as _repeated',
]

const jsonImports = [
  'from .error import ConnectorError, DecodeError, EncodeError, FieldTypeError',
  'from .frame import *',
  'from .type import Table as _Table',
  'from .type import UNSET, Unset',
  'from .type import mapping as _mapping',
  'from .type import message as _message',
  'from .value import Message as _Message',
  'from .value import decode_value as _decode_value',
  'from .value import encode_value as _encode_value',
]

const head = (contract: Contract, address: string, { leftOut }: Supported): readonly string[] => [
  `"""Connector of \`\`${oneLine(contract.id)}\`\` for ${oneLine(address)}."""`,
  '# Names that Python or this file reserve have a `_` behind them; an `x` stands before those that',
  '# start with a digit or two underscores.',
  ...leftOut.map((what) => `# Left out: ${oneLine(what)}.`),
  '',
  'from __future__ import annotations',
  '',
  'from dataclasses import dataclass as _dataclass',
  'from enum import IntEnum as _IntEnum',
  ...typing,
  '',
  ...callImports,
  ...(contract.dialect === 'proto' ? protoImports : jsonImports),
]

const exported = [
  ...['ConnectorError', 'DecodeError', 'EncodeError', 'FieldTypeError'],
  ...['CANCEL', 'END', 'ERROR', 'Frame', 'HEADER_BYTES', 'PAYLOAD_BYTES_MAX', 'PRELUDE_BYTES'],
  ...['Prelude', 'RESPONSE', 'decode_frame', 'decode_payload', 'encode_frame', 'encode_payload'],
  ...['payload_length', 'CONTRACT_DIGEST', 'CONTRACT_ID', 'MethodInfo', 'Server', 'Transport'],
]

const exports = (
  types: PyTypes,
  services: readonly Service[],
  isJson: boolean,
): readonly string[] => {
  const own = [...types.names].flatMap(([full, name]) =>
    types.defs.get(full)?.kind === 'enum' ? [name] : pyLanguage.declared(name),
  )
  const calls = services.flatMap((s) => [
    ...['METHODS', 'create_server', `${s.name}Client`, `${s.name}Handlers`],
  ])
  const unset = isJson ? ['UNSET', 'Unset'] : []
  const all = [...exported, ...unset, ...own, ...calls].sort(compareText)
  return ['__all__ = [', ...all.map((name) => `    ${pyText(name)},`), ']']
}

/** Each part of the file with the two empty lines that stand before a class or function. */
const apart = (parts: readonly (readonly string[])[]): readonly string[] =>
  parts.filter((p) => p.length > 0).flatMap((p) => ['', '', ...p])

const typeCode = (contract: Contract, { types: defs }: Supported, types: PyTypes) => {
  const isProto = contract.dialect === 'proto'
  const [declare, binding, functions] = isProto
    ? [protoClass, protoBinding, protoFunctions]
    : [jsonClass, jsonBinding, jsonFunctions]
  return apart([
    isProto ? [] : ['_TABLE = _Table()'],
    ...defs.map((d) => declare(d, types)),
    binding(defs, types),
    ...defs.map((d) => functions(d, types)),
  ])
}

const initText = (contract: Contract, address: string): string => {
  const part = supportedPart(contract)
  const names = typeNames(part.types, contract.dialect, pyLanguage)
  const types: PyTypes = { names, defs: new Map(part.types.map((t) => [t.name, t])) }
  const name = serviceName(contract, pyLanguage, names)
  const services: readonly Service[] =
    contract.kind === 'service' ? [{ contract, methods: part.methods, name, types }] : []
  const lines = [
    ...head(contract, address, part),
    ...typeCode(contract, part, types),
    ...apart(services.map(serviceCode)),
    ...apart([
      [
        `CONTRACT_ID: str = ${pyText(contract.id)}`,
        `CONTRACT_DIGEST: str = ${pyText(contract.digest)}`,
        '',
        ...exports(types, services, contract.dialect !== 'proto'),
      ],
    ]),
  ]
  return `${lines.join('\n')}\n`
}

/**
 * The Python driver of a contract, for Python 3.9 and later, standard library only. Its folder
 * holds one package, `pythonPackage(address)`: put the folder on the path and import that.
 */
export const emitPython = (
  contract: Contract,
  address: string,
  templates: Templates,
): readonly GeneratedFile[] => {
  const folder = pythonPackage(address)
  const runtime = contract.dialect === 'proto' ? runtimes.proto : runtimes.json
  const files = runtime.map((stem) => ({
    path: `${folder}/${stem}.py`,
    text: templateText(templates, `python/${stem}.py`),
  }))
  const all = [{ path: `${folder}/__init__.py`, text: initText(contract, address) }, ...files]
  return all.map(({ path, text }) => ({ path, text: seal(text, { comment: '#', contract }) }))
}
