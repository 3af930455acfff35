// Only ever bundled, and that as CommonJS: hence require().
import type { Script } from 'node:vm'

type Host = {
  readonly version: string
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly stdout: NodeJS.WritableStream
  readonly stderr: NodeJS.WritableStream
}
export type Main = { readonly main: (argv: readonly string[], host: Host) => Promise<number> }
type Wrapped = (require: NodeJS.Require, module: { exports: object }) => void

/** Runs body.ts, which lies among the assets, with a code cache for it if there is one. */
export const loadBody = (cachedData?: Buffer): { readonly script: Script; readonly body: Main } => {
  const { getRawAsset } = require('node:sea') as typeof import('node:sea')
  const vm = require('node:vm') as typeof import('node:vm')
  const source = Buffer.from(getRawAsset('rtt.cjs')).toString()
  const script = new vm.Script(source, { filename: 'rtt.cjs', cachedData })
  const module: { exports: object } = { exports: {} }
  const wrapped: Wrapped = script.runInThisContext()
  wrapped(require, module)
  return { script, body: module.exports as Main }
}
