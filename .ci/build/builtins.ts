import { createRequire, isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

const load = createRequire(import.meta.url)

/** Parts of Node that are not there when it has started: each costs milliseconds when first asked for. */
const heavy = [
  'node:crypto',
  'node:child_process',
  'node:net',
  'node:readline',
  'node:worker_threads',
]

// Whoever takes node:fs as a whole would wake what stands behind these: its promises and its streams.
const isAsleep = (name: string, key: string): boolean =>
  name === 'node:fs' && Object.getOwnPropertyDescriptor(load(name), key)?.get !== undefined

const part = (name: string): string => `process.getBuiltinModule(${JSON.stringify(name)})`

const isPlainFunction = (name: string, key: string): boolean =>
  typeof load(name)[key] === 'function' && /^[a-z]/.test(key)

// A call that is marked pure is left out where nobody uses what it gives.
const exportOf = (name: string, key: string): string =>
  heavy.includes(name) && isPlainFunction(name, key)
    ? `const _${key} = (...all) => ${part(name)}.${key}(...all)\nexport { _${key} as ${key} }`
    : `const _${key} = /* @__PURE__ */ read('${key}')\nexport { _${key} as ${key} }`

const forImport = (name: string): string =>
  [
    `const read = (key) => ${part(name)}[key]`,
    `export default /* @__PURE__ */ process.getBuiltinModule(${JSON.stringify(name)})`,
    ...Object.keys(load(name))
      .filter((key) => key !== 'default' && /^[A-Za-z]\w*$/.test(key) && !isAsleep(name, key))
      .map((key) => exportOf(name, key)),
  ].join('\n')

const forRequire = (name: string): string => `module.exports = ${part(name)}`

/**
 * Lets a bundle take the parts of Node without `import`: to offer `node:fs` as an ES module, Node reads
 * every export it has, and loads whatever stands behind a getter. Here only what is used is read, and
 * what is heavy is loaded by the first call of one of its functions. Together 15 ms of every start.
 */
export const builtinsAsValues: Plugin = {
  name: 'builtins-as-values',
  setup: (build) => {
    build.onResolve({ filter: /^(node:)?[a-z_0-9/]+$/ }, ({ path, kind }) =>
      isBuiltin(path)
        ? {
            path: `node:${path.replace(/^node:/, '')}`,
            namespace: kind === 'require-call' ? 'required' : 'imported',
          }
        : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'imported' }, ({ path }) => ({
      contents: forImport(path),
    }))
    build.onLoad({ filter: /.*/, namespace: 'required' }, ({ path }) => ({
      contents: forRequire(path),
    }))
  },
}
