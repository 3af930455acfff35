import type { ContractBody, Field, Method, TypeDef, TypeRef } from '../model/contract.ts'

/** What goes there and what comes back, with the contract that says it and where in it. */
export type Carried = { readonly body: ContractBody; readonly type: TypeRef; readonly path: string }

const messageOf = (
  type: TypeRef,
  { types }: ContractBody,
): Extract<TypeDef, { kind: 'message' }> | undefined => {
  const named = type.kind === 'ref' ? types.find((t) => t.name === type.name) : undefined
  return named?.kind === 'message' ? named : undefined
}

const nameOf = (m: Method): string => (m.http ? `${m.http.verb} ${m.http.path}` : m.name)

/** The body of a request where parameters stand beside it, else all of it. */
const sentTo = (m: Method, body: ContractBody): TypeRef | undefined => {
  if (m.http === undefined) return m.input
  const isBody = (f: Field): boolean => f.in === 'body'
  return messageOf(m.input, body)?.fields.find(isBody)?.type
}

/** Whether a contract has an operation of a name, or of a verb and a path. */
export const hasOperation = ({ methods }: ContractBody, asked: string): boolean =>
  methods.some((m) => m.name === asked || nameOf(m) === asked)

/** The operation that is meant: the one that is named, else the only one that takes or gives something. */
const operationOf = (
  body: ContractBody,
  asked: string | undefined,
  side: 'request' | 'response',
): Method | undefined => {
  if (asked !== undefined) return body.methods.find((m) => m.name === asked || nameOf(m) === asked)
  const fit = body.methods.filter((m) => side === 'response' || sentTo(m, body) !== undefined)
  return fit.length === 1 ? fit[0] : undefined
}

/**
 * What a contract takes (`request`) or gives (`response`): the value itself where it is a schema, else that of an operation.
 * Undefined where it cannot be told which.
 */
export const carriedBy = (
  body: ContractBody,
  side: 'request' | 'response',
  operation?: string,
): Carried | undefined => {
  if (body.root !== undefined) return { body, type: body.root, path: body.id }
  const method = operationOf(body, operation, side)
  if (method === undefined) return undefined
  const type = side === 'request' ? sentTo(method, body) : method.output
  return type === undefined ? undefined : { body, type, path: nameOf(method) }
}
