import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Contract } from '../../src/core/model/contract.ts'
import type { SourceFile } from '../../src/core/model/facts.ts'
import { jsonSchemaReader } from '../../src/read/jsonschema.ts'
import { openApiReader } from '../../src/read/openapi.ts'
import { linkProto, type ProtoLinks } from '../../src/read/proto/link/link.ts'
import { protoReader } from '../../src/read/proto/reader.ts'

export const fixtures = join(import.meta.dirname, '../fixtures')

/** All files of a folder of fixtures, with paths relative to it, by name. */
export const filesOf = (folder: string): readonly SourceFile[] =>
  readdirSync(join(fixtures, folder), { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => join(e.parentPath, e.name))
    .sort()
    .map((path) => ({
      path: path.slice(join(fixtures, folder).length + 1).replaceAll('\\', '/'),
      text: readFileSync(path, 'utf8'),
    }))

/** Reads and links .proto files; a fault in one of them fails the test. */
export const linkFiles = (files: readonly SourceFile[]): ProtoLinks =>
  linkProto(files.flatMap((f) => protoReader.read(f).protoFiles ?? []))

export const protoContracts = (): readonly Contract[] => linkFiles(filesOf('proto/valid')).contracts

export const jsonContracts = (): readonly Contract[] => [
  ...filesOf('openapi').flatMap((f) => openApiReader.read(f).contracts ?? []),
  ...filesOf('jsonschema').flatMap((f) => jsonSchemaReader.read(f).contracts ?? []),
]
