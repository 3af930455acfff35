import type { Protocol } from './endpoint.ts'
import type { Ecosystem } from './package.ts'
import type { Place } from './place.ts'
import type { Way } from './way.ts'

/** Why a place is evidence. */
export type Signal =
  | 'env-read'
  | 'env-binding'
  | 'default'
  | 'client'
  | 'stub'
  | 'server'
  | 'literal-host'
  | 'proxy'
  | 'shell'
  | 'manifest'
  | 'depends-on'
  | 'configuration'
  | 'import'

export type Evidence = Place & {
  readonly signal: Signal
  /** The variable that is read or set here, where it is another one than the port of the link. */
  readonly key?: string
}

/**
 * A connection found in the repository, initiator → provider. `confirmed` has an address and a use,
 * `declared` only one of them, `dead` a client that is built and never used.
 */
export type Link = {
  readonly from: string
  /** The consumer's port: its env key, or `via:host` where the address is in the code. */
  readonly port: string
  readonly to: string
  readonly via: Protocol
  readonly status: 'confirmed' | 'declared' | 'dead'
  /** Contract of the provider's side, where both sides name one. */
  readonly contract?: string
  /** How the address gets there, by deployment; none where nothing but names and stubs speak for it. */
  readonly ways?: readonly Way[]
  /** What an agent starts or calls to get there, without anything secret: `npx -y @acme/tools@1`. */
  readonly programs?: readonly string[]
  readonly evidence: readonly Evidence[]
}

/**
 * Whether a plan locks a link: one that is confirmed, or that an agent is configured with, which will be started as it is
 * written wherever it comes from.
 */
export const isRouted = ({ status, via }: Pick<Link, 'status' | 'via'>): boolean =>
  status === 'confirmed' || (status === 'declared' && via === 'mcp')

/**
 * One package of a workspace imports another. `isInner`: services are built from workspaces of the
 * repository, so that it is their inner matter, and no connection between what runs.
 */
export type PackageLink = Link & { readonly ecosystem: Ecosystem; readonly isInner?: true }
