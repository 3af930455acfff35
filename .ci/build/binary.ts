import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { assetFolders, listAssets } from '../../src/node/assets.ts'
import { addonAsset, addons } from '../../src/node/native.ts'
import { bundleBody, bundleStart } from './bundle.ts'
import { licences } from './licences.ts'

const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

/**
 * Code caches hold hashes of strings, which V8 seeds at random, and marks that depend on what its other
 * threads had done by then. With these two builds give the same bytes. (A fixed hash seed or a single
 * thread would do the same, but V8 then refuses the cache.)
 */
const repeatable = ['--random-seed=1', '--predictable']

type Build = {
  readonly root: string
  /** The Node that the binary is made from. */
  readonly node: string
  /** `<platform>-<arch>` */
  readonly target: string
  /** Where the parts are made. */
  readonly work: string
}

const runNode = ({ node, work }: Build, args: readonly string[]): void => {
  const environment = { TMPDIR: process.env['TMPDIR'] }
  // What it prints is of interest only when it fails; then it stands in the error.
  execFileSync(node, [...repeatable, ...args], { cwd: work, env: environment, stdio: 'pipe' })
}

/** The assets that do not change from build to build: addons under their digests, templates, schemas. */
const files = ({ root, target }: Build): Record<string, string> => {
  const native = Object.entries(addons).map(([name, fileOf]) => {
    const path = join(root, 'node_modules', fileOf(target))
    const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
    return [addonAsset(name, sha256), path] as const
  })
  const plain = assetFolders.flatMap((folder) => listAssets(folder))
  return Object.fromEntries([...native, ...plain.map((name) => [name, join(root, name)] as const)])
}

const strip = (file: string): void => {
  const { status } = spawnSync('strip', ['-s', file], { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) console.log('strip is not there or failed: the binary is 18 MB larger')
}

type Assets = Readonly<Record<string, string>>
type Start = {
  /** The script in .ci/binary that the binary starts with. */
  readonly script: string
  readonly assets: Assets
  readonly execArgv: readonly string[]
}

/** Puts a start and its assets into a copy of the stripped Node. */
const assemble = async (build: Build, { script, assets, execArgv }: Start): Promise<string> => {
  const { root, work } = build
  await bundleStart(root, script, work)
  const config = {
    main: `${script}.cjs`,
    output: `${script}.blob`,
    disableExperimentalSEAWarning: true,
    useSnapshot: false,
    useCodeCache: true,
    execArgv,
    execArgvExtension: 'none',
    assets,
  }
  writeFileSync(join(work, `${script}.json`), JSON.stringify(config))
  runNode(build, ['--experimental-sea-config', `${script}.json`])
  copyFileSync(join(work, 'node'), join(work, script))
  const postject = join(root, 'node_modules', 'postject', 'dist', 'cli.js')
  // Its library writes harmless warnings by the dozen; as a process of its own it can be kept quiet.
  const args = [script, 'NODE_SEA_BLOB', `${script}.blob`, '--sentinel-fuse', fuse]
  runNode(build, [postject, ...args])
  return join(work, script)
}

/** A cache that V8 refuses only makes the binary slow, so nobody would notice. */
const assertAccepted = ({ node, work }: Build): void => {
  const script = `
    const { readFileSync } = require('node:fs')
    const cachedData = readFileSync('rtt.cache')
    const options = { filename: 'rtt.cjs', cachedData }
    const script = new (require('node:vm').Script)(readFileSync('rtt.cjs', 'utf8'), options)
    process.exit(script.cachedDataRejected ? 1 : 0)`
  const { status } = spawnSync(node, ['-e', script], { cwd: work, env: {} })
  if (status !== 0) throw new Error('V8 refuses the code cache that was made for it')
}

/**
 * Makes the code cache of the body with a binary that differs from the real one in its start alone. Of
 * two runs in one repository the second is kept: it finds nothing to do, as most runs of a user will,
 * so the cache holds that and not the whole of the readers.
 */
const makeCache = async (build: Build, assets: Assets): Promise<void> => {
  const maker = await assemble(build, { script: 'cache', assets, execArgv: repeatable })
  const repository = mkdtempSync(join(tmpdir(), 'rtt-cache-'))
  cpSync(join(build.root, 'templates', 'demo'), repository, { recursive: true })
  // It is a root of its own, wherever temporary files may lie.
  mkdirSync(join(repository, '.git'))
  for (let run = 0; run < 2; run++)
    execFileSync(maker, [join(build.work, 'rtt.cache')], { cwd: repository, stdio: 'pipe' })
  rmSync(repository, { recursive: true })
  assertAccepted(build)
}

/** Makes dist/rtt, one executable that needs neither Node nor node_modules; Linux only. */
export const buildBinary = async (root: string): Promise<string | undefined> => {
  const target = `${process.platform}-${process.arch}`
  if (process.platform !== 'linux') {
    console.log(`no binary: it is built on Linux only, and this is ${target}`)
    return undefined
  }
  const dist = join(root, 'dist')
  const work = join(dist, '.binary')
  const node = join(root, 'node_modules', `node-${target}`, 'bin', 'node')
  const build: Build = { root, node, target, work }
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  copyFileSync(node, join(work, 'node'))
  chmodSync(join(work, 'node'), 0o755)
  strip(join(work, 'node'))
  const body = await bundleBody(root, join(work, 'rtt.cjs'))
  const assets = { ...files(build), 'rtt.cjs': 'rtt.cjs' }
  await makeCache(build, assets)
  const whole = { ...assets, 'rtt.cache': 'rtt.cache' }
  const binary = await assemble(build, { script: 'boot', assets: whole, execArgv: [] })
  renameSync(binary, join(dist, 'rtt'))
  writeFileSync(join(dist, 'rtt.licences.txt'), licences(root, [body], [`node-${target}`]))
  rmSync(work, { recursive: true })
  return join(dist, 'rtt')
}
