import type { Progress } from '../ports/progress.ts'

const clearLine = '\r\u001b[2K'

/** One line on stderr that is overwritten as work goes on, and gone when it ends. */
export const terminalProgress = (out: NodeJS.WriteStream, isSilent: boolean): Progress => {
  let drawn = false
  return {
    step: (stage, done, total) => {
      if (isSilent) return
      drawn = true
      out.write(`${clearLine}  ${stage.padEnd(8)} ${done}/${total}`)
    },
    end: () => {
      if (drawn) out.write(clearLine)
      drawn = false
    },
  }
}
