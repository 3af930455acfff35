import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const demo = join(import.meta.dirname, '../../templates/demo')

/** A copy of the demo repository in a temporary folder, gone after the work. */
export const withDemo = async (work: (root: string) => void | Promise<void>): Promise<void> => {
  const root = mkdtempSync(join(tmpdir(), 'rtt-demo-'))
  try {
    cpSync(demo, root, { recursive: true })
    await work(root)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}
