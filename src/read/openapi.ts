import { contractOf } from '../core/contract/canonical.ts'
import { diagnostic } from '../core/diag/diagnostic.ts'
import type { ContractBody } from '../core/model/contract.ts'
import type { Facts, Reader } from '../core/model/facts.ts'
import { convert } from './jsonschema/define.ts'
import { readDocument, type SchemaDocument } from './jsonschema/document.ts'
import { asObject, isObject, member, textMember } from './jsonschema/shape.ts'
import { methodsOf } from './openapi/method.ts'

const mention = /(?:^["']?|")openapi["']?\s*:\s*["']?3\./m
const supported = /^3(?:\.|$)/

const stemOf = (path: string): string =>
  path.slice(path.lastIndexOf('/') + 1).replace(/\.(?:json|ya?ml)$/i, '')

const readApi = (document: SchemaDocument): Facts => {
  const root = asObject(document.root)
  const at = document.placeOf(['openapi'])
  const paths = member(root, 'paths')
  if (paths !== undefined && !isObject(paths)) {
    const place = document.placeOf(['paths'])
    return { diagnostics: [diagnostic('RTT1002', '"paths" must be an object', { at: place })] }
  }
  const { result, diagnostics } = convert(document, (c) => methodsOf(c, asObject(paths)))
  if (!result) return { diagnostics }
  const id = textMember(asObject(member(root, 'info')), 'title')?.trim() || stemOf(document.path)
  const { value: methods, types } = result
  const body: ContractBody = { v: 1, dialect: 'openapi', id, methods, types }
  return { contracts: [contractOf(body, at)], diagnostics }
}

/**
 * Reads OpenAPI 3.x documents, told by their content: one contract a document, one method an
 * operation. References stay within the document.
 */
export const openApiReader: Reader = {
  id: 'openapi',
  version: 1,
  accepts: (path) => /\.(?:json|ya?ml)$/i.test(path),
  read: (file) => {
    if (!mention.test(file.text)) return {}
    const parsed = readDocument(file)
    if (!parsed.document) return { diagnostics: [parsed.problem] }
    const version = member(asObject(parsed.document.root), 'openapi')
    return supported.test(String(version)) ? readApi(parsed.document) : {}
  },
}
