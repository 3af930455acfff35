import { type Code, codeInfo } from '../../core/diag/codes.ts'
import { RttError } from '../../core/diag/error.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { Accept } from '../../core/trust/verify.ts'
import type { Workspace } from '../../ports/workspace.ts'
import type { UniverseFile } from '../universe.ts'

/** One thing that was proved, refuted, or left out with its reason. */
export type Check = {
  readonly name: string
  readonly status: 'pass' | 'fail' | 'skip'
  readonly detail: string
  readonly code?: Code
  readonly exit: number
}

/** What a verification is asked. */
export type Question = {
  readonly space: Workspace
  readonly accept: Accept
  /** Whether the plan says what the repository says; undefined when the caller knows that it does. */
  readonly scan: (() => Promise<ScanResult>) | undefined
  /** Whether the connectors are to be compared with their contracts; else only with their manifest. */
  readonly connectors: boolean
  /** All files of the universe, in which lost routes are looked for. */
  readonly files?: readonly UniverseFile[]
}

export const pass = (name: string, detail: string): Check => ({
  name,
  status: 'pass',
  detail,
  exit: 0,
})
export const skip = (name: string, detail: string): Check => ({
  name,
  status: 'skip',
  detail,
  exit: 0,
})
export const fail = (
  name: string,
  code: Code,
  detail: string,
  exit = codeInfo(code).exit,
): Check => ({
  name,
  status: 'fail',
  detail,
  code,
  exit,
})

/** Runs a check; what it throws as RttError is its failure. */
export const attempt = async (name: string, work: () => Check | Promise<Check>): Promise<Check> => {
  try {
    return await work()
  } catch (error) {
    if (error instanceof RttError) return fail(name, error.code, error.message)
    throw error
  }
}
