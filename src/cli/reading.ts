import type { MessagePort } from 'node:worker_threads'
import { answer } from '../app/scan/answer.ts'
import type { SourceFile } from '../core/model/facts.ts'

/** What a reading thread does: it answers each list of files with their facts. */
export const answerReads = (port: MessagePort): void =>
  void port.on('message', (files: readonly SourceFile[]) => port.postMessage(answer(files)))
