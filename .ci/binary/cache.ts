// What a binary starts with that makes the code cache of another: it runs `rtt up` and `rtt status` in
// the folder it is started in, then writes the cache of all that was compiled for them to its argument.
import { writeFileSync } from 'node:fs'
import { Writable } from 'node:stream'
import { loadBody } from './load.ts'

const sink = (): Writable => new Writable({ write: (_chunk, _encoding, done) => done() })

const make = async (target: string): Promise<void> => {
  const { script, body } = loadBody()
  const cwd = process.cwd()
  for (const command of ['up', 'status']) {
    const host = { version: '0.0.0', cwd, env: {}, stdout: sink(), stderr: process.stderr }
    const code = await body.main([command], host)
    if (code !== 0) throw new Error(`rtt ${command} ended with ${code} in ${cwd}`)
  }
  writeFileSync(target, script.createCachedData())
}

void make(process.argv[2]!)
