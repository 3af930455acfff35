import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeReader } from '../../../../src/read/code/reader.ts'

export const routesOf = (path: string, text: string): string[] =>
  (codeReader.read({ path, text }).code![0]!.operations ?? []).map(
    (o) => `${o.at.line}:${o.verb} ${o.path}${o.isOpen ? ' open' : ''}`,
  )

type Row = readonly [name: string, path: string, text: string, expected: readonly string[]]

/** One test a row: the routes of a file, each with its line. */
export const check = (rows: readonly Row[]): void => {
  for (const [name, path, text, expected] of rows)
    test(name, () => assert.deepEqual(routesOf(path, text), expected))
}
