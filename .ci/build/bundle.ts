import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BuildOptions, build, type Metafile } from 'esbuild'
import { builtinsAsValues } from './builtins.ts'
import { fewChunks } from './chunks.ts'

/** Whitespace and syntax are shortened, names are not: RTT starts 10 ms sooner and stacks stay readable. */
const common = {
  bundle: true,
  platform: 'node',
  // jsonc-parser's `main` is UMD, whose require() no bundler can see.
  mainFields: ['module', 'main'],
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
  // Paths enter the names of chunks: a linked node_modules must give the same as a copied one.
  preserveSymlinks: true,
  logLevel: 'silent',
} as const satisfies BuildOptions

const bundle = async (root: string, options: BuildOptions): Promise<Metafile> => {
  const { warnings, metafile } = await build({ ...common, ...options, absWorkingDir: root })
  if (warnings.length > 0)
    throw new Error(warnings.map(({ text, location }) => `${location?.file}: ${text}`).join('\n'))
  return metafile!
}

const packaged = {
  outdir: 'dist/lib',
  format: 'esm',
  splitting: true,
  target: 'node22.18',
  external: ['better-sqlite3'],
  plugins: [builtinsAsValues],
} satisfies BuildOptions

const entry = 'src/cli/main.ts'

/** dist/lib: ES modules for the npm package, a chunk for each command. */
export const bundlePackage = async (root: string): Promise<readonly Metafile[]> => {
  const main = { ...packaged, entryPoints: { main: entry } }
  const draft = await bundle(root, { ...main, write: false })
  const plugins = [builtinsAsValues, fewChunks(root, draft, entry)]
  return [
    await bundle(root, { ...main, plugins }),
    await bundle(root, { ...packaged, entryPoints: { core: 'src/core.ts' } }),
  ]
}

/** What the single binary consists of. CommonJS, since a SEA with a code cache knows no import(). */
const bundleForBinary = (root: string, options: BuildOptions): Promise<Metafile> =>
  bundle(root, { format: 'cjs', target: 'node24', ...options })

/** A script that a binary starts with. */
export const bundleStart = (root: string, script: string, work: string): Promise<Metafile> => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return bundleForBinary(root, {
    entryPoints: [`.ci/binary/${script}.ts`],
    outdir: work,
    outExtension: { '.js': '.cjs' },
    define: { RTT_VERSION: JSON.stringify(version) },
  })
}

/** All the rest, as a function of require and module. */
export const bundleBody = (root: string, outfile: string): Promise<Metafile> =>
  bundleForBinary(root, {
    entryPoints: ['.ci/binary/body.ts'],
    plugins: [builtinsAsValues],
    outfile,
    banner: { js: '(function (require, module) {' },
    footer: { js: '})' },
    // Only what runs outside the binary asks for these.
    define: { 'import.meta.url': 'undefined', 'import.meta.dirname': 'undefined' },
  })
