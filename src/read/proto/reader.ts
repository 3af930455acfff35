import type { Reader } from '../../core/model/facts.ts'
import { linkProto } from './link/link.ts'
import { parseProto } from './parse.ts'
import { wellKnownFiles } from './wellknown.ts'

/**
 * Reads one .proto file. `protoFiles` holds its declarations for `linkProto`, which sees all files
 * and has the last word on contracts; `contracts` is given as well where the file imports nothing
 * but protobuf's own files. Diagnostics are those of the syntax only: names are resolved by
 * `linkProto`.
 */
export const protoReader: Reader = {
  id: 'proto',
  version: 1,
  accepts: (path) => path.endsWith('.proto'),
  read: (source) => {
    const { file, diagnostics } = parseProto(source)
    const alone = file.imports.every((i) => wellKnownFiles.has(i.path))
    const contracts = alone ? linkProto([file]).contracts : []
    return { protoFiles: [file], contracts, diagnostics }
  },
}
