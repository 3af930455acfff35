import type { SourceFile } from '../../core/model/facts.ts'
import type { FileFacts } from '../../ports/reading.ts'
import { readers } from '../../read/readers.ts'
import { readBatch } from './batch.ts'

/** What a thread answers that is asked for the facts of files: those of every reader. */
export const answer = (files: readonly SourceFile[]): readonly FileFacts[] =>
  readBatch(files, readers)
