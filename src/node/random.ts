import { randomBytes } from 'node:crypto'
import type { Random } from '../ports/random.ts'

/** The system's generator. */
export const nodeRandom: Random = { hex: (bytes) => randomBytes(bytes).toString('hex') }
