import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { packBlocks, unpackBlocks } from './blocks.ts'

const timeoutMs = 120_000

type Run = {
  readonly python: string
  readonly args: readonly string[]
  readonly blocks: readonly Uint8Array[]
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a Python peer to its end, beside others; it must exit with 0. Gives the blocks it wrote. */
export const runPeer = async ({ python, args, blocks, env }: Run): Promise<readonly Buffer[]> => {
  const child = spawn(python, args, { env: { ...process.env, ...env }, timeout: timeoutMs })
  const out: Buffer[] = []
  const errors: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
  child.stdin.on('error', () => {})
  child.stdin.end(packBlocks(blocks))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  assert.equal(code, 0, Buffer.concat(errors).toString())
  return unpackBlocks(Buffer.concat(out))
}
