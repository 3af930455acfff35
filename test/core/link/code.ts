import type { CodeFacts } from '../../../src/core/model/code.ts'

/** Facts of a source file with what a test has to say of it. */
export const codeOf = (path: string, more: Partial<CodeFacts> = {}): CodeFacts => ({
  path,
  lang: 'typescript',
  scope: 'main',
  endpoints: [],
  reads: [],
  assignments: [],
  helpers: [],
  keyCalls: [],
  ...more,
})
