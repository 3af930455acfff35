import assert from 'node:assert/strict'
import { constants } from 'node:fs'
import type { Syscalls } from '../../src/node/durable/syscalls.ts'

/**
 * A file system in memory that knows what a sync has put on the disk and what is only in the cache.
 * It can die at any changing call, and then shows what a machine would find afterwards.
 */

type File = { readonly kind: 'file'; data: Uint8Array; synced: Uint8Array }
type Folder = {
  readonly kind: 'folder'
  readonly names: Map<string, Node>
  synced: Map<string, Node>
}
type Node = File | Folder

/**
 * What is left of what was not synced. `names`: how many of the changes of folders, in their order, reached the disk;
 * `data`: what did of the contents of files: all, none, a first half, a second half behind zeros, or zeros.
 */
export type Loss = {
  readonly names: 'kept' | 'lost' | number
  readonly data: 'kept' | 'lost' | 'zeroed' | 'half' | 'tail'
}

const dataLosses = ['kept', 'lost', 'zeroed', 'half', 'tail'] as const

/** A killed process loses nothing; a machine without power may lose any of it. */
export const losses: readonly Loss[] = (['kept', 'lost'] as const).flatMap((names) =>
  dataLosses.map((data) => ({ names, data })),
)

/** Every loss of a machine on which so many changes of folders were not synced. */
export const lossesOf = (pending: number): readonly Loss[] =>
  Array.from({ length: pending + 1 }, (_, names) => names).flatMap((names) =>
    dataLosses.map((data) => ({ names, data })),
  )

/**
 * What strikes at the n-th changing call, from 1. The machine dies before it, or half-way through when it writes; or the
 * system refuses it, with a half written where there is no room, and the program goes on.
 */
export type Fault = { readonly at: number; readonly how: 'before' | 'torn' | 'EIO' | 'ENOSPC' }

export class Crash extends Error {}

const failure = (code: string, path: string): Error =>
  Object.assign(new Error(`${code}: ${path}`), { code })

const folder = (): Folder => ({ kind: 'folder', names: new Map(), synced: new Map() })
const noBytes = new Uint8Array(0)

const copyOf = (data: Uint8Array, length = data.length): Uint8Array => {
  const copy = new Uint8Array(length)
  copy.set(data.subarray(0, length))
  return copy
}

const survivingData = ({ data, synced }: File, loss: Loss['data']): Uint8Array => {
  if (loss === 'kept') return copyOf(data)
  if (loss === 'lost') return copyOf(synced)
  const common = Math.min(synced.length, data.length)
  const same = synced.length <= data.length && synced.every((b, i) => data[i] === b)
  const kept = same ? synced.length : common
  if (loss === 'zeroed') return copyOf(data.subarray(0, kept), data.length)
  const middle = kept + Math.floor((data.length - kept) / 2)
  if (loss === 'half') return copyOf(data, middle)
  return copyOf(data).fill(0, kept, middle)
}

type Open = {
  readonly node: Node
  readonly path: string
  readonly append: boolean
  position: number
}

/** A change of a folder's entry that no sync has put on the disk yet. */
type Pending = {
  readonly folder: Folder
  readonly name: string
  readonly node: Node | undefined
  /** The name that a rename took away with the same change. */
  readonly gone?: string
}

export class Disk {
  root: Folder = folder()
  /** Changing calls so far, in words. */
  readonly calls: string[] = []
  /** True once the machine has died. */
  crashed = false
  /** True once the fault has struck. */
  struck = false
  /** The n-th sync, from 1, that says it has synced and has not. */
  deafSync = 0
  #syncs = 0
  #fault: Fault | undefined
  #pending: Pending[] = []
  readonly #open = new Map<number, Open>()
  #nextFd = 3

  arm(fault: Fault): void {
    this.#fault = fault
  }

  /** How many syncs have been asked for. */
  get syncs(): number {
    return this.#syncs
  }

  /** How many changes of folders no sync has put on the disk. */
  get pending(): number {
    return this.#pending.length
  }

  #set(parent: Folder, name: string, node: Node | undefined): void {
    if (node === undefined) parent.names.delete(name)
    else parent.names.set(name, node)
    this.#pending.push({ folder: parent, name, node })
  }

  /** The entries of folders as the disk has them when the first `count` of the changes got there. */
  #survivors(count: number): (node: Folder) => ReadonlyMap<string, Node> {
    const changed = new Map<Folder, Map<string, Node>>()
    for (const { folder: parent, name, node, gone } of this.#pending.slice(0, count)) {
      const names = changed.get(parent) ?? new Map(parent.synced)
      if (gone !== undefined) names.delete(gone)
      if (node === undefined) names.delete(name)
      else names.set(name, node)
      changed.set(parent, names)
    }
    return (node) => changed.get(node) ?? node.synced
  }

  /** The disk that the next boot finds. */
  reboot(loss: Loss): Disk {
    const seen = new Map<Node, Node>()
    const { names } = loss
    const survivors = this.#survivors(typeof names === 'number' ? names : 0)
    const survive = (node: Node): Node => {
      const known = seen.get(node)
      if (known !== undefined) return known
      if (node.kind === 'file') {
        const data = survivingData(node, loss.data)
        const file: File = { kind: 'file', data, synced: data }
        seen.set(node, file)
        return file
      }
      const next = folder()
      seen.set(node, next)
      for (const [name, child] of names === 'kept' ? node.names : survivors(node))
        next.names.set(name, survive(child))
      next.synced = new Map(next.names)
      return next
    }
    const disk = new Disk()
    disk.root = survive(this.root) as Folder
    return disk
  }

  /** Everything on it, by path. */
  files(): Map<string, string> {
    const all = new Map<string, string>()
    const walk = (node: Node, path: string): void => {
      if (node.kind === 'file') all.set(path, Buffer.from(node.data).toString('latin1'))
      else {
        all.set(`${path}/`, '')
        for (const name of [...node.names.keys()].sort())
          walk(node.names.get(name) as Node, `${path}/${name}`)
      }
    }
    walk(this.root, '')
    return all
  }

  #alive(): void {
    if (this.crashed) throw new Crash('the machine is off')
  }

  /** Counts a changing call; dies at the armed one. */
  #change(what: string, tear?: () => void): void {
    this.#alive()
    this.calls.push(what)
    if (this.#fault?.at !== this.calls.length) return
    const { how } = this.#fault
    this.struck = true
    if (how === 'torn' || how === 'ENOSPC') tear?.()
    if (how === 'EIO' || how === 'ENOSPC') throw failure(how, what)
    this.crashed = true
    throw new Crash(what)
  }

  #find(path: string): Node | undefined {
    this.#alive()
    let node: Node | undefined = this.root
    for (const name of path.split('/').filter((s) => s !== '')) {
      if (node?.kind !== 'folder') return undefined
      node = node.names.get(name)
    }
    return node
  }

  #parent(path: string): { readonly folder: Folder; readonly name: string } {
    const at = path.lastIndexOf('/')
    const found = this.#find(path.slice(0, at))
    if (found?.kind !== 'folder') throw failure('ENOENT', path)
    return { folder: found, name: path.slice(at + 1) }
  }

  #opened(fd: number): Open {
    this.#alive()
    const open = this.#open.get(fd)
    if (open === undefined) throw failure('EBADF', String(fd))
    return open
  }

  #file(fd: number): Open & { readonly node: File } {
    const open = this.#opened(fd)
    if (open.node.kind !== 'file') throw failure('EISDIR', String(fd))
    return open as Open & { readonly node: File }
  }

  #openSync(path: string, flags: number): number {
    let node = this.#find(path)
    if (node !== undefined && flags & constants.O_EXCL) throw failure('EEXIST', path)
    if (node === undefined) {
      if (!(flags & constants.O_CREAT)) throw failure('ENOENT', path)
      this.#change(`create ${path}`)
      const { folder: parent, name } = this.#parent(path)
      node = { kind: 'file', data: noBytes, synced: noBytes }
      this.#set(parent, name, node)
    }
    const fd = this.#nextFd++
    this.#open.set(fd, { node, path, append: (flags & constants.O_APPEND) !== 0, position: 0 })
    return fd
  }

  #writeSync(fd: number, bytes: Uint8Array, offset: number, length: number): number {
    const open = this.#file(fd)
    const write = (count: number): void => {
      const at = open.append ? open.node.data.length : open.position
      const grown = copyOf(open.node.data, Math.max(open.node.data.length, at + count))
      grown.set(bytes.subarray(offset, offset + count), at)
      open.node.data = grown
      open.position = at + count
    }
    if (length > 0) this.#change(`write ${length}`, () => write(Math.floor(length / 2)))
    write(length)
    return length
  }

  #fsyncSync(fd: number): void {
    const { node, path } = this.#opened(fd)
    this.#change(`sync ${path}`)
    this.#syncs++
    if (this.#syncs === this.deafSync) return
    if (node.kind === 'file') node.synced = node.data
    else {
      node.synced = new Map(node.names)
      this.#pending = this.#pending.filter((p) => p.folder !== node)
    }
  }

  #truncateSync(fd: number, size: number): void {
    const { node } = this.#file(fd)
    this.#change(`truncate ${size}`)
    node.data = copyOf(node.data, size)
  }

  #renameSync(from: string, to: string): void {
    this.#change(`rename to ${to}`)
    const source = this.#parent(from)
    const target = this.#parent(to)
    const node = source.folder.names.get(source.name)
    if (node === undefined) throw failure('ENOENT', from)
    // One change where both names stand in one folder, as all of RTT's renames do: no order between its halves.
    assert.equal(source.folder, target.folder)
    target.folder.names.set(target.name, node)
    source.folder.names.delete(source.name)
    this.#pending.push({ folder: target.folder, name: target.name, node, gone: source.name })
  }

  #linkSync(from: string, to: string): void {
    const node = this.#find(from)
    if (node === undefined) throw failure('ENOENT', from)
    if (this.#find(to) !== undefined) throw failure('EEXIST', to)
    this.#change(`link ${to}`)
    const { folder: parent, name } = this.#parent(to)
    this.#set(parent, name, node)
  }

  #removeSync(path: string, kind: Node['kind']): void {
    const node = this.#find(path)
    if (node === undefined) throw failure('ENOENT', path)
    if (node.kind !== kind) throw failure(kind === 'file' ? 'EISDIR' : 'ENOTDIR', path)
    if (node.kind === 'folder' && node.names.size > 0) throw failure('ENOTEMPTY', path)
    this.#change(`remove ${path}`)
    const { folder: parent, name } = this.#parent(path)
    this.#set(parent, name, undefined)
  }

  #mkdirSync(path: string): void {
    if (this.#find(path) !== undefined) throw failure('EEXIST', path)
    this.#change(`mkdir ${path}`)
    const { folder: parent, name } = this.#parent(path)
    this.#set(parent, name, folder())
  }

  #stat(node: Node) {
    return {
      size: node.kind === 'file' ? node.data.length : 0,
      isFile: () => node.kind === 'file',
      isDirectory: () => node.kind === 'folder',
      isSymbolicLink: () => false,
    }
  }

  #readSync(fd: number, into: Uint8Array, how: readonly [number, number, number]): number {
    const [offset, length, position] = how
    const part = this.#file(fd).node.data.subarray(position, position + length)
    into.set(part, offset)
    return part.length
  }

  /** The calls of Node that `nodeDurable` makes, on this disk. */
  syscalls(): Syscalls {
    const calls = {
      openSync: (path: string, flags: number) => this.#openSync(path, flags),
      closeSync: (fd: number) => {
        this.#alive()
        this.#open.delete(fd)
      },
      readSync: (fd: number, into: Uint8Array, ...how: [number, number, number]) =>
        this.#readSync(fd, into, how),
      writeSync: (fd: number, bytes: Uint8Array, offset: number, length: number) =>
        this.#writeSync(fd, bytes, offset, length),
      fstatSync: (fd: number) => this.#stat(this.#opened(fd).node),
      fsyncSync: (fd: number) => this.#fsyncSync(fd),
      ftruncateSync: (fd: number, size: number) => this.#truncateSync(fd, size),
      lstatSync: (path: string) => {
        const node = this.#find(path)
        return node === undefined ? undefined : this.#stat(node)
      },
      readdirSync: (path: string) => {
        const node = this.#find(path)
        if (node?.kind !== 'folder') throw failure('ENOTDIR', path)
        return [...node.names.keys()]
      },
      mkdirSync: (path: string) => this.#mkdirSync(path),
      rmdirSync: (path: string) => this.#removeSync(path, 'folder'),
      unlinkSync: (path: string) => this.#removeSync(path, 'file'),
      renameSync: (from: string, to: string) => this.#renameSync(from, to),
      linkSync: (from: string, to: string) => this.#linkSync(from, to),
    }
    return calls as unknown as Syscalls
  }
}
