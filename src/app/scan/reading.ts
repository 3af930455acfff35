import type { SourceFile } from '../../core/model/facts.ts'
import type { FileFacts, ReadingThread, ReadingThreads } from '../../ports/reading.ts'
import type { Task } from '../../ports/task.ts'

/** From so many files on, starting threads takes less time than they save. */
const filesForThreads = 400
const charactersPerBatch = 256 * 1024
const filesPerBatch = 50
/** A text of so many characters can take seconds, in which a signal is to be obeyed. */
const charactersForLong = 128 * 1024
/** A thread has the next batch at hand while its answer to the one before is on its way. */
const batchesAtHand = 2

type Work = {
  readonly count: number
  /** The text of a file, or undefined when it cannot be read any more. */
  readonly fileAt: (index: number) => SourceFile | undefined
  readonly read: (files: readonly SourceFile[]) => readonly FileFacts[]
  readonly openThreads: (() => Promise<ReadingThreads>) | undefined
  /** Told the facts of each file; in any order. */
  readonly take: (index: number, facts: FileFacts) => void
}

type Queue = {
  /** The next files to be read, none when all are handed out; `at` are their indices. */
  readonly next: () => Handed | undefined
  readonly giveBack: (handed: Handed) => void
}
type Handed = { readonly at: readonly number[]; readonly files: readonly SourceFile[] }

const queueOf = (work: Work): Queue => {
  const returned: Handed[] = []
  let i = 0
  const cut = (): Handed | undefined => {
    const at: number[] = []
    const files: SourceFile[] = []
    for (
      let size = 0;
      i < work.count && size < charactersPerBatch && at.length < filesPerBatch;
      i++
    ) {
      const file = work.fileAt(i)
      if (file === undefined) continue
      at.push(i)
      files.push(file)
      size += file.text.length
    }
    return at.length > 0 ? { at, files } : undefined
  }
  return { next: () => returned.pop() ?? cut(), giveBack: (handed) => void returned.push(handed) }
}

const isLong = ({ text }: SourceFile): boolean => text.length >= charactersForLong

/**
 * Reads many files, in other threads beside this one where there are enough of them. What a thread that died was
 * asked is read here.
 */
export const readMany = async (work: Work, task: Task): Promise<void> => {
  const queue = queueOf(work)
  let done = 0
  const take = ({ at }: Handed, answers: readonly FileFacts[]): void => {
    for (const [k, index] of at.entries()) work.take(index, answers[k]!)
    done += at.length
    task.progress.step('scan', done, work.count)
  }
  const here = async (): Promise<void> => {
    for (let b = queue.next(); b !== undefined; b = queue.next()) {
      const { files } = b
      const read = () => work.read(files)
      take(b, files.some(isLong) ? await task.writingNothing(read) : read())
      await task.pause()
    }
  }
  const threads = work.count < filesForThreads ? undefined : await work.openThreads?.()
  const there = async (ask: ReadingThread): Promise<void> => {
    for (let b = queue.next(); b !== undefined; b = queue.next()) {
      const answers = await ask(b.files).catch(() => undefined)
      if (answers === undefined) return queue.giveBack(b)
      take(b, answers)
    }
  }
  try {
    const asked = (threads?.all ?? []).flatMap((t) =>
      Array.from({ length: batchesAtHand }, () => t),
    )
    await Promise.all([...asked.map(there), here()])
    await here()
  } finally {
    await threads?.close()
  }
}
