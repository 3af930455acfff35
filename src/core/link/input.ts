import type { CodeFacts } from '../model/code.ts'
import type { Contract } from '../model/contract.ts'
import type { Binding, Exposure, HostName, Subset, Unit } from '../model/deployment.ts'
import type { Ownership } from '../model/ownership.ts'
import type { Package } from '../model/package.ts'
import type { ServerProgram } from './programs.ts'

/** What all readers found, as far as links are worked out from it. */
export type LinkInput = {
  readonly units: readonly Unit[]
  readonly hosts: readonly HostName[]
  readonly exposures?: readonly Exposure[]
  readonly subsets?: readonly Subset[]
  readonly bindings: readonly Binding[]
  readonly code: readonly CodeFacts[]
  readonly contracts: readonly Contract[]
  readonly packages: readonly Package[]
  readonly servers?: readonly ServerProgram[]
} & Partial<Ownership>
