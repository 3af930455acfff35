import type { AnyNode } from 'acorn'
import { at, type Source } from './source.ts'

/**
 * Everything of node:fs that changes what is on disk. RTT's writes go through the Durable port, so that
 * crash tests can stand in its place; unpack.ts writes what its own digest check makes again.
 */
const writers = [
  'appendFile',
  'chmod',
  'chown',
  'copyFile',
  'cp',
  'createWriteStream',
  'fchmod',
  'fchown',
  'fdatasync',
  'fsync',
  'ftruncate',
  'futimes',
  'lchown',
  'link',
  'lutimes',
  'mkdir',
  'mkdtemp',
  'rename',
  'rm',
  'rmdir',
  'symlink',
  'truncate',
  'unlink',
  'utimes',
  'write',
  'writeFile',
  'writev',
]
const mayWrite = /^src\/node\/(durable[^/]*(\/.*)?|unpack\.ts)$/

const isWriter = (name: string): boolean => writers.includes(name.replace(/Sync$/, ''))
const isFs = (specifier: string): boolean => /^(node:)?fs(\/promises)?$/.test(specifier)

const isWritingFlag = (node: AnyNode): boolean =>
  (node.type === 'Identifier' && /^O_(WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)$/.test(node.name)) ||
  (node.type === 'Literal' &&
    typeof node.value === 'string' &&
    /^([wa]x?\+?|r\+)$/.test(node.value))

const writesOf = (source: Source): string[] => {
  const fs = source.imports.filter(({ specifier }) => isFs(specifier))
  const imported = fs.flatMap(({ names, line }) =>
    names.flatMap((name) => {
      if (name === '*' || name === 'default' || name === 'promises')
        return [`${source.path}:${line}: import the functions of fs by their names`]
      return isWriter(name) ? [`${source.path}:${line}: ${name}`] : []
    }),
  )
  const opened = fs.some(({ names }) => names.includes('open') || names.includes('openSync'))
    ? source.nodes.filter(isWritingFlag).map((node) => `${at(source, node)}: opened for writing`)
    : []
  return [...imported, ...opened]
}

/** Writes to disk outside the files that may. */
export const strayWrites = (sources: readonly Source[]): readonly string[] =>
  sources.filter(({ path }) => !mayWrite.test(path)).flatMap(writesOf)
