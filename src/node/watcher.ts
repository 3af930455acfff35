import { type FSWatcher, watch } from 'node:fs'
import { basename, join } from 'node:path'
import { excludedFolders } from '../core/model/universe.ts'
import type { Look, Waited, Watcher } from '../ports/watcher.ts'

/** Changes come in bursts: a save is several, a checkout thousands. */
const quietMs = 80
const burstMs = 1000
/** Beyond it a process takes too many of the system's watches from the others. */
const foldersMax = 8192

const joined = (folder: string, name: string): string =>
  folder === '' ? name : `${folder}/${name}`

class FolderWatcher implements Watcher {
  private readonly root: string
  private readonly open = new Map<string, FSWatcher>()
  private isChanged = false
  private wake: (() => void) | undefined

  constructor(root: string) {
    this.root = root
  }

  look(folders: readonly string[]): Look {
    const wanted = new Set(folders)
    for (const folder of [...this.open.keys()]) if (!wanted.has(folder)) this.close(folder)
    let opened = 0
    for (const folder of wanted) {
      if (this.open.has(folder)) continue
      if (this.open.size >= foldersMax || !this.start(folder)) return { isComplete: false, opened }
      opened++
    }
    return { isComplete: true, opened }
  }

  wait(time: Parameters<Watcher['wait']>[0], signal: AbortSignal): Promise<Waited> {
    return new Promise((done) => {
      let quiet: NodeJS.Timeout | undefined
      let burst: NodeJS.Timeout | undefined
      let isRested = false
      const finish = (why: Waited): void => {
        for (const timer of [least, most, quiet, burst]) clearTimeout(timer)
        signal.removeEventListener('abort', stop)
        this.wake = undefined
        this.isChanged = false
        done(why)
      }
      const stop = (): void => finish('stopped')
      this.wake = () => {
        if (!isRested) return
        if (quiet !== undefined) quiet.refresh()
        else {
          quiet = setTimeout(finish, quietMs, 'changed')
          burst = setTimeout(finish, burstMs, 'changed')
        }
      }
      const rested = (): void => {
        isRested = true
        if (this.isChanged) this.wake?.()
      }
      const least = setTimeout(rested, time.leastMs)
      const most = setTimeout(finish, Math.max(time.leastMs, time.mostMs) + quietMs, 'late')
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
    })
  }

  private start(folder: string): boolean {
    try {
      const path = join(this.root, folder)
      const handle = watch(path, (kind, name) => this.told(folder, kind, name))
      handle.on('error', () => {
        this.close(folder)
        this.change()
      })
      this.open.set(folder, handle)
      return true
    } catch {
      return false
    }
  }

  private close(folder: string): void {
    this.open.get(folder)?.close()
    this.open.delete(folder)
  }

  private told(folder: string, kind: string, name: string | null): void {
    if (name !== null && (name === '.rtt' || excludedFolders.has(name))) return
    if (kind === 'rename' && name !== null) this.forget(folder, name)
    this.change()
  }

  /** A folder that came or went under a name: what is watched may be the one that went. */
  private forget(folder: string, name: string): void {
    if (name === basename(join(this.root, folder))) this.close(folder)
    const moved = joined(folder, name)
    if (!this.open.has(moved)) return
    for (const f of [...this.open.keys()])
      if (f === moved || f.startsWith(`${moved}/`)) this.close(f)
  }

  private change(): void {
    this.isChanged = true
    this.wake?.()
  }
}

/** `Watcher` on the system's notifications, one for each folder, so that no folder is watched for nothing. */
export const nodeWatcher = (root: string): Watcher => new FolderWatcher(root)
