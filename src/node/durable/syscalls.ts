import * as fs from 'node:fs'

/**
 * The calls by which RTT touches a repository. A parameter, so that tests can crash between any
 * two, fail any one, and see what would be left without power.
 */
export type Syscalls = Pick<
  typeof fs,
  | 'openSync'
  | 'closeSync'
  | 'readSync'
  | 'writeSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'ftruncateSync'
  | 'lstatSync'
  | 'readdirSync'
  | 'mkdirSync'
  | 'rmdirSync'
  | 'unlinkSync'
  | 'renameSync'
  | 'linkSync'
>

export const systemCalls: Syscalls = fs

/** The `code` of a system error, as in ENOENT. */
export const errnoOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
