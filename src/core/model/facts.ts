import type { Diagnostic } from '../diag/diagnostic.ts'
import type { Agent, ToolServer } from './agent.ts'
import type { CodeFacts } from './code.ts'
import type { Contract } from './contract.ts'
import type { Binding, DeploySource, Exposure, HostName, Subset, Unit } from './deployment.ts'
import type { Manifest } from './manifest.ts'
import type { ConfigStore, Project, ServiceName } from './ownership.ts'
import type { Package } from './package.ts'
import type { ProtoFile } from './protofile.ts'
import type { ToolList } from './toollist.ts'

/** Everything one reader found in one file. A pure function of path and bytes, so it can be cached. */
export type Facts = {
  readonly packages?: readonly Package[]
  readonly contracts?: readonly Contract[]
  /** Declarations of a .proto file; `linkProto` makes contracts of all of them together. */
  readonly protoFiles?: readonly ProtoFile[]
  readonly units?: readonly Unit[]
  readonly hosts?: readonly HostName[]
  readonly bindings?: readonly Binding[]
  /** Files of charts, kustomizations and manifests; `linkDeployments` reads them together. */
  readonly deploySources?: readonly DeploySource[]
  readonly exposures?: readonly Exposure[]
  readonly subsets?: readonly Subset[]
  readonly manifests?: readonly Manifest[]
  readonly names?: readonly ServiceName[]
  readonly configStores?: readonly ConfigStore[]
  readonly projects?: readonly Project[]
  readonly code?: readonly CodeFacts[]
  /** Places that make MCP servers; their tools are offers of `code`. */
  readonly toolServers?: readonly ToolServer[]
  readonly agents?: readonly Agent[]
  /** What servers outside said that they offer. */
  readonly toolLists?: readonly ToolList[]
  readonly diagnostics?: readonly Diagnostic[]
  /** Holds values as written, secrets among them: never stored, read again each time. */
  readonly volatile?: true
}

/** A file handed to a reader: decoded text, line ends made `\n`. */
export type SourceFile = { readonly path: string; readonly text: string }

/**
 * Turns one kind of file into facts. `version` is part of the cache key: raise it whenever `read`
 * would answer differently. `read` never throws for bad input; it answers with diagnostics.
 */
export type Reader = {
  readonly id: string
  readonly version: number
  readonly accepts: (path: string) => boolean
  readonly read: (file: SourceFile) => Facts
}
