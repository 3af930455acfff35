import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Language, type Node, Parser } from 'web-tree-sitter'

/** A call or a text as a grammar sees it. `lines` has every line that it may be told to be on. */
export type Seen = { readonly name: string; readonly lines: readonly number[] }

/** What the official grammar of a language finds in a source. */
export type GrammarView = {
  /** Calls, by the last name of who is called. */
  readonly calls: readonly Seen[]
  /** What is written like a call and is none: heads of functions, annotations, literals of a type. */
  readonly alike: readonly Seen[]
  readonly texts: readonly Seen[]
  /** First and last lines of macros: what stands in them is no tree. */
  readonly macros: readonly (readonly [number, number])[]
  readonly hasError: boolean
}

/** Kinds of nodes, by what they are to a reader of addresses. */
type Kinds = {
  readonly calls: readonly string[]
  readonly alike: readonly string[]
  readonly texts: readonly string[]
  readonly holes: readonly string[]
}

const words = (list: string): string[] => list.split(' ').filter((w) => w !== '')
const kinds = (calls: string, alike: string, texts: string, holes: string): Kinds => ({
  calls: words(calls),
  alike: words(alike),
  texts: words(texts),
  holes: words(holes),
})

const script = kinds(
  'call_expression new_expression',
  'function_declaration method_definition method_signature abstract_method_signature function_signature generator_function_declaration function_expression',
  'string template_string',
  'template_substitution',
)

/** The grammars by the language that `dialectOf` tells. */
const languages: Readonly<Record<string, Kinds>> = {
  javascript: script,
  typescript: script,
  tsx: script,
  python: kinds('call', 'function_definition class_definition', 'string', 'interpolation'),
  go: kinds(
    'call_expression type_conversion_expression',
    'function_declaration method_declaration method_elem composite_literal',
    'interpreted_string_literal raw_string_literal',
    '',
  ),
  java: kinds(
    'method_invocation object_creation_expression explicit_constructor_invocation',
    'method_declaration constructor_declaration record_declaration annotation enum_constant',
    'string_literal',
    '',
  ),
  rust: kinds(
    'call_expression',
    'macro_invocation function_item function_signature_item tuple_struct_pattern struct_expression attribute enum_variant struct_item',
    'string_literal raw_string_literal',
    '',
  ),
  c_sharp: kinds(
    'invocation_expression object_creation_expression',
    'method_declaration constructor_declaration record_declaration class_declaration struct_declaration attribute local_function_statement primary_constructor_base_type',
    'string_literal verbatim_string_literal interpolated_string_expression raw_string_literal',
    'interpolation',
  ),
  php: kinds(
    'function_call_expression member_call_expression scoped_call_expression object_creation_expression nullsafe_member_call_expression',
    'function_definition method_declaration',
    'string encapsed_string',
    'variable_name member_access_expression member_call_expression subscript_expression',
  ),
  ruby: kinds('call', 'method singleton_method', 'string', 'interpolation'),
  kotlin: kinds(
    'call_expression constructor_invocation',
    'function_declaration class_declaration primary_constructor anonymous_function',
    'string_literal multi_line_string_literal',
    'interpolated_expression interpolated_identifier',
  ),
}

const wasm = join(
  dirname(createRequire(import.meta.url).resolve('tree-sitter-wasms/package.json')),
  'out',
)
const known = new Map<string, Promise<Language>>()

const load = async (grammar: string): Promise<Language> => {
  await Parser.init()
  return Language.load(join(wasm, `tree-sitter-${grammar}.wasm`))
}

const languageOf = (grammar: string): Promise<Language> => {
  const loaded = known.get(grammar) ?? load(grammar)
  known.set(grammar, loaded)
  return loaded
}

/** The name of the grammar of a file that RTT reads as `lang`. */
export const grammarOf = (lang: string, path: string): string =>
  /\.[jt]sx$/.test(path) ? 'tsx' : lang === 'csharp' ? 'c_sharp' : lang

const lineOf = (n: Node): number => n.startPosition.row + 1

const nameKinds =
  /identifier|^name$|^constant$|^variable_name$|^(?:super|this|self)$|^type_identifier$|^field_identifier$|^word$/

/** The last name in what is called: `get` of `client.users.get`, of `get<T>`, of `new a.Get`. */
const lastName = (callee: Node): Node | undefined => {
  const named =
    callee.childForFieldName('property') ??
    callee.childForFieldName('attribute') ??
    callee.childForFieldName('field') ??
    (callee.childForFieldName('function') !== null && /generic/.test(callee.type)
      ? callee.childForFieldName('function')
      : null) ??
    callee.childForFieldName('name')
  if (named && named.id !== callee.id) return lastName(named)
  if (/^generic_(?:name|type)$/.test(callee.type) && callee.firstNamedChild)
    return lastName(callee.firstNamedChild)
  if (nameKinds.test(callee.type)) {
    const inner = /^scoped|qualified/.test(callee.type) ? callee.lastNamedChild : null
    return inner ? lastName(inner) : callee
  }
  if (/^(?:navigation_expression|qualified_type|qualified_name|user_type)$/.test(callee.type)) {
    const last = callee.lastNamedChild
    return last ? lastName(last) : undefined
  }
  if (/^navigation_suffix$|^non_null_expression$|^pointer_type$/.test(callee.type))
    return callee.lastNamedChild ? lastName(callee.lastNamedChild) : undefined
  return undefined
}

const calleeOf = (n: Node): Node | undefined =>
  n.childForFieldName('macro') ??
  n.childForFieldName('function') ??
  n.childForFieldName('method') ??
  n.childForFieldName('constructor') ??
  n.childForFieldName('name') ??
  n.childForFieldName('type') ??
  n.namedChildren.find((c) => c?.type === 'simple_identifier') ??
  n.firstNamedChild ??
  undefined

/**
 * Whether a call has what our reader knows a call by: brackets, or in C# the keys of an initializer. Ruby's and
 * Kotlin's calls without them are names to it, and a tagged template is a text.
 */
const isWritten = (n: Node): boolean => {
  const given = n.childForFieldName('arguments')
  if (n.type === 'object_creation_expression' && given === null)
    return /^[^{]*\{\s*\w+\s*=/.test(n.text) || n.text.includes('(')
  if (n.type === 'call') return given?.text.startsWith('(') === true
  const suffix = n.namedChildren.find((c) => c?.type === 'call_suffix')
  if (suffix) return suffix.text.includes('(') && !suffix.text.startsWith('{')
  return given?.type !== 'template_string' && (n.type !== 'new_expression' || given !== null)
}

const seenCall = (n: Node, outer: number | undefined): Seen[] => {
  const callee = calleeOf(n)
  const name = callee && lastName(callee)
  if (!name) return []
  const lines = outer === undefined ? [lineOf(name), lineOf(callee), lineOf(n)] : [outer]
  return [{ name: name.text.replace(/^\$/, ''), lines }]
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' }
const escaped = (text: string): string => {
  const code = /^\\(?:u\{?|U|x)([0-9a-fA-F]+)\}?$/.exec(text)
  if (code) return String.fromCodePoint(Number.parseInt(code[1]!, 16))
  return escapes[text.slice(1)] ?? text.slice(1)
}

/** What the grammar leaves of the marks of a hole, and of quotes that stand twice, is taken out. */
const plain = (content: string, open: string): string =>
  (open.includes('@') ? content.replaceAll('""', '"') : content).replace(
    /\$\{\u0001\}|\{\u0001\}|\$\u0001/g,
    '\u0001',
  )

/** What stands between the quotes, escapes read and holes left open. */
const contentOf = (n: Node, holes: ReadonlySet<string>, source: string): string => {
  const raw = n.text
  const open = /^(?:[rRbBuUfF]{0,2}(?:"""|'''|"|')|[$@]{0,2}"|r#*"|`)/.exec(raw)?.[0] ?? ''
  const hashes = /^r(#*)"/.exec(open)?.[1]?.length ?? 0
  const close = open.replace(/^[^"'`]*/, '').length + hashes
  const from = n.startIndex + open.length
  const to = n.endIndex - close
  let out = ''
  let at = from
  for (const c of descendants(n, holes)) {
    if (c.startIndex < from || c.endIndex > to || c.startIndex < at) continue
    out += source.slice(at, c.startIndex)
    out += holes.has(c.type) ? '\u0001' : escaped(c.text)
    at = c.endIndex
  }
  return plain(out + source.slice(at, to), open)
}

/** Escapes and holes of a text, in their order. */
const descendants = (n: Node, holes: ReadonlySet<string>): Node[] =>
  n.children.flatMap((c) => {
    if (c === null) return []
    if (holes.has(c.type) || c.type.includes('escape_seq')) return [c]
    return descendants(c, holes)
  })

/** Reads a source with the official grammar of its language. */
export const viewOf = async (grammar: string, source: string): Promise<GrammarView> => {
  const table = languages[grammar]!
  const language = await languageOf(grammar)
  const parser = new Parser()
  parser.setLanguage(language)
  const tree = parser.parse(source)!
  const is = {
    call: new Set(table.calls),
    alike: new Set(table.alike),
    text: new Set(table.texts),
    hole: new Set(table.holes),
  }
  const view = {
    calls: [] as Seen[],
    alike: [] as Seen[],
    texts: [] as Seen[],
    macros: [] as [number, number][],
  }
  const walk = (n: Node, outer: number | undefined): void => {
    let inside = outer
    if (is.text.has(n.type)) {
      if (outer === undefined) {
        view.texts.push({ name: contentOf(n, is.hole, source), lines: [lineOf(n)] })
        inside = lineOf(n)
      }
    } else if (is.call.has(n.type))
      (isWritten(n) ? view.calls : view.alike).push(...seenCall(n, outer))
    else if (is.alike.has(n.type)) view.alike.push(...seenCall(n, outer))
    if (n.type === 'macro_invocation') view.macros.push([lineOf(n), n.endPosition.row + 1])
    for (const c of n.namedChildren) if (c) walk(c, inside)
  }
  walk(tree.rootNode, undefined)
  const hasError = tree.rootNode.hasError
  tree.delete()
  parser.delete()
  return { ...view, hasError }
}
