import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A repository in a temporary folder, from paths to texts. Call `remove` when done. */
export type TemporaryRepository = {
  readonly root: string
  readonly write: (path: string, text: string | Uint8Array) => void
  readonly remove: () => void
}

export const makeRepository = (
  files: Readonly<Record<string, string | Uint8Array>>,
): TemporaryRepository => {
  const root = mkdtempSync(join(tmpdir(), 'rtt-test-'))
  const write = (path: string, text: string | Uint8Array): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  for (const [path, text] of Object.entries(files)) write(path, text)
  return { root, write, remove: () => rmSync(root, { recursive: true, force: true }) }
}

/** Every file below a folder with its digest of bytes, for before-and-after comparisons. */
export const snapshot = (root: string): string =>
  execFileSync('sh', ['-c', 'find . -type f -print0 | sort -z | xargs -0 -r sha256sum'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  })
