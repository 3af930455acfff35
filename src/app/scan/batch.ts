import { diagnostic } from '../../core/diag/diagnostic.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import type { FileFacts } from '../../ports/reading.ts'

/** A reader must not throw; should one, by a file that nobody foresaw, the others are still read. */
const readSafely = (reader: Reader, { path, text }: SourceFile): Facts => {
  try {
    return reader.read({ path, text })
  } catch (cause) {
    const why = cause instanceof RangeError ? 'nested too deeply' : 'not understood'
    return {
      diagnostics: [
        diagnostic('RTT1013', `this file is ${why} by the ${reader.id} reader`, {
          at: { path, line: 1 },
        }),
      ],
      volatile: true,
    }
  }
}

const readOne = (file: SourceFile, readers: readonly Reader[]): FileFacts => {
  const facts = readers.filter((r) => r.accepts(file.path)).map((r) => readSafely(r, file))
  return { body: JSON.stringify(facts), isVolatile: facts.some((f) => f.volatile === true) }
}

/** Reads each file with every reader that accepts it. As text, facts keep nothing of the files alive. */
export const readBatch = (
  files: readonly SourceFile[],
  readers: readonly Reader[],
): readonly FileFacts[] => files.map((f) => readOne(f, readers))
