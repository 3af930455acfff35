import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import type { Json } from '../../core/json/canonical.ts'
import type { TypeDef } from '../../core/model/contract.ts'
import { openCircles } from './circles.ts'
import { type Conversion, conversionOf } from './conversion.ts'
import type { SchemaDocument } from './document.ts'
import { ExpansionFault } from './fault.ts'
import { isNullable, merged, soleReference } from './merge.ts'
import { normalize } from './normal.ts'
import { defineMessage, isMap } from './object.ts'
import { referencesOf } from './references.ts'
import { type JsonObject, member } from './shape.ts'
import { choiceOf, typeOf, typesOf } from './type.ts'

/** True when a schema is one message and nothing beside it. */
const isMessage = (s: JsonObject): boolean => {
  const [type, ...others] = typesOf(s)
  const fixed = Object.hasOwn(s, 'enum') || member(s, 'const') !== undefined
  const object = type === 'object' && others.length === 0 && !isMap(s)
  return object && !fixed && !isNullable(s) && choiceOf(s) === undefined
}

/** Defines `name` as what the schema is: the message itself, or an alias of another type. */
const defineNamed = (c: Conversion, schema: Json, name: string): void => {
  const s = normalize(schema)
  const whole = s === true || soleReference(s) !== undefined ? true : merged(s, c.refs)
  if (whole !== true && isMessage(whole)) defineMessage(c, whole, name)
  else c.types.push({ kind: 'alias', name, type: typeOf(c, s, name) })
}

/** Defines all types that references led to, and those that they lead to in turn. */
const finish = (c: Conversion): void => {
  for (let next = c.waiting.shift(); next; next = c.waiting.shift())
    defineNamed(c, next.schema, next.name)
}

/** What a document's schemas came to. Without `result` they could not be made out. */
export type Converted<T> = {
  readonly result?: { readonly value: T; readonly types: readonly TypeDef[] }
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Runs a conversion: `begin` asks for the types it needs, all types that these lead to are defined
 * after it. Schemas that expand without end are RTT1013, dead references RTT1002 or RTT1012.
 */
export const convert = <T>(document: SchemaDocument, begin: (c: Conversion) => T): Converted<T> => {
  const refs = referencesOf(document)
  const c = conversionOf(refs, typeOf)
  try {
    const value = begin(c)
    finish(c)
    const types = openCircles(c.types)
    return { result: { value, types }, diagnostics: refs.problems() }
  } catch (cause) {
    if (!(cause instanceof ExpansionFault)) throw cause
    const at = { path: document.path, line: 1 }
    const summary = 'the schemas of this contract refer to each other without end'
    return { diagnostics: [diagnostic('RTT1013', summary, { at })] }
  }
}
