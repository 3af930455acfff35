import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Rows of public test vectors; test/vectors/public/SOURCES.md says where they are from. */
export const publicVectors = <Row>(name: string): readonly Row[] =>
  JSON.parse(readFileSync(join(import.meta.dirname, 'public', `${name}.json`), 'utf8')) as Row[]
