import type { Reader } from '../../core/model/facts.ts'
import { cargoReader } from './cargo.ts'
import { gomodReader } from './gomod.ts'
import { goworkReader } from './gowork.ts'
import { mavenReader } from './maven.ts'
import { npmReader } from './npm.ts'
import { pnpmReader } from './pnpm.ts'
import { pyprojectReader } from './pyproject.ts'
import { requirementsReader } from './requirements.ts'

/** The readers of package manifests. No two accept one file. */
export const packageReaders: readonly Reader[] = [
  npmReader,
  pnpmReader,
  pyprojectReader,
  requirementsReader,
  cargoReader,
  gomodReader,
  goworkReader,
  mavenReader,
]
