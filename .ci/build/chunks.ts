import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Metafile, Plugin } from 'esbuild'

const importsOf = (metafile: Metafile, path: string, kind: string): readonly string[] =>
  (metafile.inputs[path]?.imports ?? [])
    .filter((one) => one.kind === kind && !one.external)
    .map((one) => one.path)

const reachedFrom = (metafile: Metafile, entry: string): ReadonlySet<string> => {
  const seen = new Set([entry])
  for (const path of seen)
    for (const next of importsOf(metafile, path, 'import-statement')) seen.add(next)
  return seen
}

const isOwn = (path: string): boolean => path.startsWith('src/')
const isPackage = (path: string): boolean => path.startsWith('node_modules/')

// Readers, emitters, the gate and the linker with all that works on its result are large: they are loaded when there is
// something to read or to judge, and a start with nothing to do needs none of them.
const large =
  /^src\/(?:read|emit|app\/(?:scan|gate|doctor|graph|unify|merge|prune)|core\/(?:link|findings|agents|graph|doctor|version|contract|meet|plan|policy|watch|why))\b/
const isSmall = (path: string): boolean => isOwn(path) && !large.test(path)

/**
 * Keeps the chunks few. Left alone, esbuild makes one for each set of commands that share a module, and
 * each costs a start a millisecond. Here the entry and every module that is loaded later ask for all
 * small modules that bring no package along which they do not load anyway: most sets become one.
 */
export const fewChunks = (root: string, metafile: Metafile, entry: string): Plugin => {
  const own = Object.keys(metafile.inputs).filter(isOwn)
  const reached = new Map(own.map((path) => [path, reachedFrom(metafile, path)]))
  const started = reached.get(entry)!
  const later = new Set(
    own.flatMap((path) => importsOf(metafile, path, 'dynamic-import')).filter(isOwn),
  )
  const bringsAlong = new Map(
    own.map((path) => [
      path,
      [...reached.get(path)!].filter((one) => isPackage(one) && !started.has(one)),
    ]),
  )
  const askedBy = (path: string): string =>
    own
      .filter((one) => isSmall(one) && one !== entry && (started.has(one) || !later.has(one)))
      .filter((one) => bringsAlong.get(one)!.every((brought) => reached.get(path)!.has(brought)))
      .map((one) => `\nimport ${JSON.stringify(join(root, one))}`)
      .join('')
  const asking = new Map(
    [entry, ...later]
      .filter((path) => path === entry || !started.has(path))
      .map((path) => [join(root, path), askedBy(path)]),
  )
  return {
    name: 'few-chunks',
    setup: (build) =>
      build.onLoad({ filter: /\.ts$/ }, ({ path }) =>
        asking.has(path)
          ? { contents: readFileSync(path, 'utf8') + asking.get(path), loader: 'ts' }
          : undefined,
      ),
  }
}
