import type { Code } from '../../core/diag/codes.ts'
import { type Diagnostic, diagnostic } from '../../core/diag/diagnostic.ts'
import type { ProtoAt } from '../../core/model/protofile.ts'

/**
 * The first fault of a .proto file. Thrown inside the parser only; `parseProto` turns it into a
 * value.
 */
export class ProtoFault extends Error {
  readonly at: ProtoAt
  readonly code: Code

  constructor(at: ProtoAt, message: string, code: Code = 'RTT1002') {
    super(message)
    this.at = at
    this.code = code
  }
}

/** Stops parsing with a fault at a position. */
export const fault = (at: ProtoAt, message: string, code?: Code): never => {
  throw new ProtoFault(at, message, code)
}

/** A diagnostic of a .proto file at a position in it. */
export const protoDiagnostic = (
  path: string,
  { at, message, code }: { at: ProtoAt; message: string; code: Code },
): Diagnostic => diagnostic(code, message, { at: { path, line: at.line, column: at.column } })
