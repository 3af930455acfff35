// All of RTT for the single binary, where no package can be found on disk. Only ever bundled, and that
// as CommonJS: hence require().
import { bundled } from '../../src/node/native.ts'

bundled.set('better-sqlite3', () => require('better-sqlite3'))

export { main } from '../../src/cli/main.ts'
