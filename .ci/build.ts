// npm run build            dist/lib, dist/rtt-<version>.tgz and dist/rtt
// node .ci/build.ts package    dist/lib alone
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { buildBinary } from './build/binary.ts'
import { buildPackage, packTarball } from './build/package.ts'

const root = join(import.meta.dirname, '..')

const describe = (file: string): string => {
  const sha256 = createHash('sha256').update(readFileSync(file)).digest('hex')
  const sizeKib = Math.ceil(statSync(file).size / 1024)
  return `${sha256}  ${String(sizeKib).padStart(6)} KiB  ${relative(root, file)}`
}

const build = async (): Promise<void> => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  await buildPackage(root)
  if (process.argv[2] === 'package') return
  console.log(describe(packTarball(root, version)))
  const binary = await buildBinary(root)
  if (binary !== undefined) console.log(describe(binary))
}

try {
  await build()
} catch (error) {
  console.error(`build: ${(error as Error).message}`)
  process.exitCode = 1
}
