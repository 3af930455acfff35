import type { Diagnostic } from '../../core/diag/diagnostic.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import type {
  ProtoAt,
  ProtoEnum,
  ProtoFile,
  ProtoImport,
  ProtoMessage,
  ProtoService,
  ProtoSyntax,
} from '../../core/model/protofile.ts'
import {
  at,
  type Cursor,
  cursorOf,
  expect,
  expectFullName,
  expectString,
  peek,
  tryTake,
} from './cursor.ts'
import { parseEnum } from './enum.ts'
import { textOf } from './literal.ts'
import { parseExtend, parseMessage, skipVisibility } from './message.ts'
import { featuresOf, type Option, parseOptionStatement } from './option.ts'
import { claim, type Names } from './scope.ts'
import { parseService } from './service.ts'
import { fault, ProtoFault, protoDiagnostic } from './syntax.ts'
import { describe } from './token.ts'
import { tokenize } from './tokenizer.ts'

type Body = {
  package?: string
  readonly imports: ProtoImport[]
  readonly messages: ProtoMessage[]
  readonly enums: ProtoEnum[]
  readonly services: ProtoService[]
  readonly options: Option[]
  readonly names: Names
}

const text = (c: Cursor, what: string): string => {
  const token = peek(c)
  return textOf(expectString(c, what)) ?? fault(token, `${what} must be UTF-8`)
}

/** `syntax = "proto3";` or `edition = "2023";`; neither means proto2. */
const syntax = (c: Cursor): ProtoSyntax => {
  const keyword = peek(c).text
  if (!at(c, 'syntax') && !at(c, 'edition')) return 'proto2'
  c.index++
  expect(c, '=')
  const token = peek(c)
  const value = text(c, 'the name of a syntax')
  expect(c, ';')
  if (keyword === 'syntax' && (value === 'proto2' || value === 'proto3')) return value
  if (keyword === 'edition' && (value === '2023' || value === '2024')) return value
  return fault(token, `RTT does not know the ${keyword} "${value.slice(0, 40)}"`)
}

const parseImport = (c: Cursor, body: Body): void => {
  expect(c, 'import')
  const isPublic = tryTake(c, 'public')
  if (!isPublic && !tryTake(c, 'weak') && c.syntax === '2024') tryTake(c, 'option')
  const { line, column } = peek(c)
  const path = text(c, 'the path of a file')
  expect(c, ';')
  body.imports.push({ path, public: isPublic, at: { line, column } })
}

const parsePackage = (c: Cursor, body: Body): void => {
  const keyword = expect(c, 'package')
  if (body.package !== undefined) fault(keyword, 'a file can declare only one package')
  body.package = expectFullName(c, 'the name of a package')
  expect(c, ';')
}

const declared = <T extends { readonly name: string; readonly at: ProtoAt }>(
  body: Body,
  declaration: T,
): T => {
  claim(body.names, declaration.name, declaration.at)
  return declaration
}

const statement = (c: Cursor, body: Body): void => {
  skipVisibility(c)
  if (tryTake(c, ';')) return
  if (at(c, 'message')) body.messages.push(declared(body, parseMessage(c, 1)))
  else if (at(c, 'enum')) body.enums.push(parseEnum(c, body.names))
  else if (at(c, 'service')) body.services.push(declared(body, parseService(c)))
  else if (at(c, 'extend')) for (const m of parseExtend(c, 0)) body.messages.push(declared(body, m))
  else if (at(c, 'import')) parseImport(c, body)
  else if (at(c, 'package')) parsePackage(c, body)
  else if (at(c, 'option')) body.options.push(parseOptionStatement(c))
  else fault(peek(c), `a declaration is expected here, not ${describe(peek(c))}`)
}

const parseFile = (c: Cursor, path: string): ProtoFile => {
  c.syntax = syntax(c)
  const body: Body = {
    ...{ imports: [], messages: [], enums: [], services: [], options: [] },
    names: new Map(),
  }
  while (peek(c).kind !== 'end') statement(c, body)
  const { imports, messages, enums, services } = body
  const features = featuresOf(body.options)
  const head = { path, syntax: c.syntax, package: body.package ?? '', imports, features }
  return { ...head, messages, enums, services }
}

const brokenFile = (path: string): ProtoFile => ({
  ...{ path, syntax: 'proto2', package: '', imports: [], features: {} },
  ...{ messages: [], enums: [], services: [], broken: true },
})

/**
 * Parses a .proto file of proto2, proto3 or the editions 2023 and 2024. At its first fault a file
 * is given up: one diagnostic (RTT1002, or RTT1013 for nesting) with the position, and a file that
 * is marked broken. Groups and extensions are named in an RTT1103 each.
 */
export const parseProto = (
  source: SourceFile,
): { readonly file: ProtoFile; readonly diagnostics: readonly Diagnostic[] } => {
  try {
    const c = cursorOf(tokenize(source.text))
    const file = parseFile(c, source.path)
    const diagnostics = c.leftOut.map(({ token, what }) => {
      const message = `${what} is left out of connectors`
      return protoDiagnostic(source.path, { at: token, message, code: 'RTT1103' })
    })
    return { file, diagnostics }
  } catch (cause) {
    if (!(cause instanceof ProtoFault)) throw cause
    const diagnostics = [protoDiagnostic(source.path, cause)]
    return { file: brokenFile(source.path), diagnostics }
  }
}
