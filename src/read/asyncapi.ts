import { contractOf } from '../core/contract/canonical.ts'
import { nullType } from '../core/contract/typeref.ts'
import { diagnostic } from '../core/diag/diagnostic.ts'
import type { ContractBody, Method } from '../core/model/contract.ts'
import type { Facts, Reader } from '../core/model/facts.ts'
import { messagesType } from './asyncapi/message.ts'
import { type AsyncOperation, asyncOperations } from './asyncapi/operation.ts'
import type { Conversion } from './jsonschema/conversion.ts'
import { convert } from './jsonschema/define.ts'
import { readDocument, type SchemaDocument } from './jsonschema/document.ts'
import { asObject, isObject, member, textMember } from './jsonschema/shape.ts'

const mention = /(?:^["']?|")asyncapi["']?\s*:\s*["']?[23]\./m
const supported = /^[23](?:\.|$)/

const stemOf = (path: string): string =>
  path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:json|ya?ml)$/i, '')

/** One method an action and channel, whatever number of operations speak of it. */
const methodsOf = (c: Conversion, operations: readonly AsyncOperation[]): readonly Method[] => {
  const byName = Map.groupBy(operations, (o) => `${o.action} ${o.address}`)
  return [...byName].map(([name, same]) => ({
    name,
    input: messagesType(
      c,
      same.flatMap((o) => o.messages),
      name,
    ),
    output: nullType,
    clientStreaming: false,
    serverStreaming: false,
  }))
}

const readApi = (document: SchemaDocument): Facts => {
  const root = asObject(document.root)
  const channels = member(root, 'channels')
  if (channels !== undefined && !isObject(channels)) {
    const at = document.placeOf(['channels'])
    return { diagnostics: [diagnostic('RTT1002', '"channels" must be an object', { at })] }
  }
  const { result, diagnostics } = convert(document, (c) => methodsOf(c, asyncOperations(c, root)))
  if (!result) return { diagnostics }
  const id = textMember(asObject(member(root, 'info')), 'title')?.trim() || stemOf(document.path)
  const { value: methods, types } = result
  const body: ContractBody = { v: 1, dialect: 'asyncapi', id, methods, types }
  return { contracts: [contractOf(body, document.placeOf(['asyncapi']))], diagnostics }
}

/**
 * Reads AsyncAPI 2.x and 3.x documents, told by their content: one contract a document, one method an action
 * (`send` or `receive`, as the application does it) on a channel. References stay within the document.
 */
export const asyncApiReader: Reader = {
  id: 'asyncapi',
  version: 1,
  accepts: (path) => /\.(?:json|ya?ml)$/i.test(path),
  read: (file) => {
    if (!mention.test(file.text)) return {}
    const parsed = readDocument(file)
    if (!parsed.document) return { diagnostics: [parsed.problem] }
    const version = member(asObject(parsed.document.root), 'asyncapi')
    return supported.test(String(version)) ? readApi(parsed.document) : {}
  },
}
