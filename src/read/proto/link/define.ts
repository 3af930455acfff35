import { anyType, refTo } from '../../../core/contract/typeref.ts'
import { type Diagnostic, diagnostic } from '../../../core/diag/diagnostic.ts'
import type { Field, TypeDef, TypeRef } from '../../../core/model/contract.ts'
import type { ProtoAt, ProtoField } from '../../../core/model/protofile.ts'
import { isScalar } from '../scalar.ts'
import type { Declaration, View } from './view.ts'
import { isClosed, isDelimited, isPacked, jsonNamePart, presenceOf, type Resolved } from './wire.ts'

/** What a name means: its type, the declaration behind it, or how it failed. */
export type Meaning = {
  readonly type: TypeRef
  readonly kind: Resolved['kind']
  readonly declaration?: Declaration
  /** Stands for a type of a file that is not in the repository. */
  readonly external?: TypeDef
  readonly problem?: Diagnostic
}

/** A declaration as a contract holds it, and what it leads to. */
export type Defined = { readonly def: TypeDef; readonly meanings: readonly Meaning[] }

const unresolved = (view: View, name: string, at: ProtoAt): Meaning => {
  const plain = name.replace(/^\./, '')
  const [missing] = view.missing
  const summary = missing
    ? `the type "${name}" is unknown; it may stand in "${missing.path}", which could not be read`
    : `the type "${name}" is neither declared here nor in an imported file`
  const severity = missing ? { severity: 'warning' as const } : {}
  return {
    type: refTo(plain),
    kind: 'unknown',
    external: { kind: 'alias', name: plain, type: anyType },
    problem: diagnostic('RTT1002', summary, { at: { path: view.file.path, ...at }, ...severity }),
  }
}

/** Resolves a type's name as written in `scope`. */
export const meaningOf = (
  view: View,
  { name, scope, at }: { name: string; scope: string; at: ProtoAt },
): Meaning => {
  if (isScalar(name)) return { type: { kind: 'scalar', scalar: name }, kind: 'scalar' }
  const declaration = view.find(name, scope)
  if (!declaration) return unresolved(view, name, at)
  return { type: refTo(declaration.name), kind: declaration.kind, declaration }
}

const defineField = (field: ProtoField, meaning: Meaning, view: View): Field => {
  const of: Resolved = { field, file: view.file, kind: meaning.kind }
  const key: TypeRef | undefined = field.key && { kind: 'scalar', scalar: field.key }
  return {
    name: field.name,
    ...jsonNamePart(field),
    number: field.number,
    type: key ? { kind: 'map', key, value: meaning.type } : meaning.type,
    presence: presenceOf(of),
    ...(field.oneof === undefined ? {} : { oneof: field.oneof }),
    ...(isPacked(of) ? { packed: true } : {}),
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(isDelimited(of) ? { delimited: true as const } : {}),
  }
}

const defineEnum = (d: Declaration & { kind: 'enum' }): Defined => {
  const closed = isClosed(d.enum, d.file)
  const first = d.enum.values[0]!.number
  const { values } = d.enum
  const def: TypeDef = { kind: 'enum', name: d.name, closed, values, default: first }
  if (closed || first === 0) return { def, meanings: [] }
  const summary = `the first value of the open enum "${d.name}" must be 0`
  const problem = diagnostic('RTT1002', summary, { at: { path: d.file.path, ...d.at } })
  return { def, meanings: [{ type: refTo(d.name), kind: 'enum', problem }] }
}

/** Turns a declaration of the view's own file into the definition that contracts hold. */
export const define = (d: Declaration, view: View): Defined => {
  if (d.kind === 'enum') return defineEnum(d)
  const pairs = d.message.fields.map((field) => {
    const meaning = meaningOf(view, { name: field.type, scope: d.name, at: field.typeAt })
    return { meaning, field: defineField(field, meaning, view) }
  })
  const def: TypeDef = { kind: 'message', name: d.name, fields: pairs.map((p) => p.field) }
  return { def, meanings: pairs.map((p) => p.meaning) }
}
