import { contractOf } from '../core/contract/canonical.ts'
import { refTo } from '../core/contract/typeref.ts'
import type { ContractBody, TypeRef } from '../core/model/contract.ts'
import type { Facts, Reader } from '../core/model/facts.ts'
import { compareText } from '../core/model/place.ts'
import { typeOfTarget } from './jsonschema/conversion.ts'
import { convert } from './jsonschema/define.ts'
import { readDocument, type SchemaDocument } from './jsonschema/document.ts'
import { isMeaningful } from './jsonschema/merge.ts'
import { normalize } from './jsonschema/normal.ts'
import { asObject, isObject, textMember } from './jsonschema/shape.ts'

const schemaName = /\.schema\.(?:json|ya?ml)$/i
const mention = /(?:^["']?|")\$schema["']?\s*:\s*["']?https?:\/\/json-schema\.org\//m

/** File name without folder and endings. */
const stemOf = (path: string): string => {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return name.replace(schemaName, '').replace(/\.(?:json|ya?ml)$/i, '') || name
}

/** What a document offers: itself, or where it only collects definitions, each of those. */
const offers = (document: SchemaDocument): readonly { ref: string; id: string }[] => {
  const root = asObject(document.root)
  const id = textMember(root, 'title')?.trim() || stemOf(document.path)
  if (isMeaningful(normalize(root))) return [{ ref: '#', id }]
  const folders = ['$defs', 'definitions'].flatMap((folder) =>
    Object.keys(asObject(root[folder])).map((name) => ({ folder, name })),
  )
  const escaped = (name: string): string =>
    encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))
  return folders
    .map(({ folder, name }) => ({ ref: `#/${folder}/${escaped(name)}`, id: `${id}.${name}` }))
    .sort((a, b) => compareText(a.id, b.id))
}

const readSchema = (document: SchemaDocument): Facts => {
  const read = offers(document).map(({ ref, id }) => {
    const converted = convert(document, (c): TypeRef => {
      const target = c.refs.resolve(ref)
      return target ? typeOfTarget(c, target, ref === '#' ? id : undefined) : refTo(id)
    })
    const { result, diagnostics } = converted
    if (!result) return { contracts: [], diagnostics }
    const { value: root, types } = result
    const body: ContractBody = { v: 1, dialect: 'jsonschema', id, methods: [], types, root }
    return { contracts: [contractOf(body, { path: document.path, line: 1 })], diagnostics }
  })
  const diagnostics = new Map(read.flatMap((r) => r.diagnostics).map((d) => [d.summary, d]))
  return { contracts: read.flatMap((r) => r.contracts), diagnostics: [...diagnostics.values()] }
}

const isSchema = (document: SchemaDocument): boolean => {
  const { path, root } = document
  if (!isObject(root)) return false
  return schemaName.test(path) || /json-schema\.org\//.test(textMember(root, '$schema') ?? '')
}

/**
 * Reads JSON Schema (draft 4 to 2020-12): files called `*.schema.json`, and those whose `$schema`
 * names a draft. Structure is kept, limits like `minLength` are not: a value of the type may still
 * break them. One contract a document, or one a definition where a document only collects those.
 */
export const jsonSchemaReader: Reader = {
  id: 'jsonschema',
  version: 1,
  accepts: (path) => /\.(?:json|ya?ml)$/i.test(path),
  read: (file) => {
    if (!schemaName.test(file.path) && !mention.test(file.text)) return {}
    const parsed = readDocument(file)
    if (!parsed.document) return { diagnostics: [parsed.problem] }
    return isSchema(parsed.document) ? readSchema(parsed.document) : {}
  },
}
