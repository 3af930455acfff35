import { sha256 } from '../../../../core/json/digest.ts'
import { parseYaml } from '../../../yaml/document.ts'
import { fromNode, toJson, toYaml } from '../encode.ts'
import { hole, isList, isMap, isOpen, unknown, type Value } from '../value.ts'
import { type FunctionTable, type TemplateFunction, textAt } from './function.ts'

const parsedMax = 200_000

const parsed = (text: string): Value => {
  if (text.includes(hole) || text.length > parsedMax) return unknown
  const { roots, diagnostics } = parseYaml({ path: '', text })
  return diagnostics.length > 0 ? unknown : roots[0] ? fromNode(roots[0]) : null
}

const parsedMap: TemplateFunction = (a) => {
  const v = parsed(textAt(a, 0))
  return v === unknown || isMap(v) ? v : new Map()
}
const parsedList: TemplateFunction = (a) => {
  const v = parsed(textAt(a, 0))
  return v === unknown || isList(v) ? v : []
}

const known =
  (encode: (text: string) => string): TemplateFunction =>
  (a) =>
    isOpen(a[0] ?? null) ? unknown : encode(textAt(a, 0))

const bytesOf = (text: string): string =>
  [...new TextEncoder().encode(text)].map((b) => String.fromCharCode(b)).join('')

const decoded = (text: string): string => {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(text), (c) => c.charCodeAt(0)))
  } catch {
    return ''
  }
}

const yaml: TemplateFunction = (a) => toYaml(a[0] ?? null)
const json: TemplateFunction = (a) => toJson(a[0] ?? null)

/** Functions that turn values into text and back. */
export const encodingFunctions: FunctionTable = {
  toYaml: yaml,
  mustToYaml: yaml,
  toYamlPretty: yaml,
  toJson: json,
  mustToJson: json,
  toRawJson: json,
  mustToRawJson: json,
  toPrettyJson: (a) => toJson(a[0] ?? null, 2),
  mustToPrettyJson: (a) => toJson(a[0] ?? null, 2),
  fromYaml: parsedMap,
  fromJson: parsedMap,
  mustFromJson: (a) => parsed(textAt(a, 0)),
  fromYamlArray: parsedList,
  fromJsonArray: parsedList,
  b64enc: known((text) => btoa(bytesOf(text))),
  b64dec: known(decoded),
  sha256sum: known(sha256),
  urlquery: known(encodeURIComponent),
}
