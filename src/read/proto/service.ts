import type { ProtoAt, ProtoMethod, ProtoService } from '../../core/model/protofile.ts'
import {
  at,
  block,
  type Cursor,
  expect,
  expectFullName,
  expectName,
  peek,
  tryTake,
} from './cursor.ts'
import { parseOptionStatement } from './option.ts'
import { claim, type Names } from './scope.ts'
import { fault } from './syntax.ts'

type End = { readonly type: string; readonly streaming: boolean; readonly at: ProtoAt }

/** `( [stream] Type )` */
const end = (c: Cursor): End => {
  expect(c, '(')
  const streaming = tryTake(c, 'stream')
  const { line, column } = peek(c)
  const type = expectFullName(c, 'the name of a message', true)
  expect(c, ')')
  return { type, streaming, at: { line, column } }
}

const methodEnd = (c: Cursor, name: string): void => {
  if (tryTake(c, ';')) return
  expect(c, '{')
  block(c, `rpc "${name}"`, () => {
    if (!tryTake(c, ';')) parseOptionStatement(c)
  })
}

const method = (c: Cursor, names: Names): ProtoMethod => {
  expect(c, 'rpc')
  const name = expectName(c, 'the name of a method')
  claim(names, name.text, name)
  const input = end(c)
  expect(c, 'returns')
  const output = end(c)
  methodEnd(c, name.text)
  return {
    name: name.text,
    input: input.type,
    output: output.type,
    clientStreaming: input.streaming,
    serverStreaming: output.streaming,
    inputAt: input.at,
    outputAt: output.at,
  }
}

/** `service Name { … }`; the keyword is taken here. */
export const parseService = (c: Cursor): ProtoService => {
  expect(c, 'service')
  const name = expectName(c, 'the name of a service')
  expect(c, '{')
  const methods: ProtoMethod[] = []
  const names: Names = new Map()
  block(c, `service "${name.text}"`, () => {
    if (tryTake(c, ';')) return
    if (at(c, 'option')) parseOptionStatement(c)
    else if (at(c, 'rpc')) methods.push(method(c, names))
    else fault(peek(c), `"rpc" or "option" is expected here`)
  })
  return { name: name.text, methods, at: { line: name.line, column: name.column } }
}
