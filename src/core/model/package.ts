import type { Place } from './place.ts'

export type Ecosystem = 'npm' | 'pep440' | 'cargo' | 'gomod' | 'maven'

/** One line of a package manifest that asks for another package. */
export type Dependency = {
  readonly name: string
  /** The name under which the manifest lists it, where that is another. */
  readonly alias?: string
  /** The range as written; an empty string asks for any version. */
  readonly range: string
  /** The section it stands in: dependencies, devDependencies, require, … */
  readonly group: string
  /** The condition under which it counts, as written: an environment marker, a cfg, a profile. */
  readonly when?: string
  readonly at: Place
}

/** A package that the repository holds, as its manifest tells. */
export type Package = {
  readonly ecosystem: Ecosystem
  /** The declared name; where none is declared, the folder's path, or `local` for the root. */
  readonly name: string
  /** True where no name is declared. */
  readonly isUnnamed?: boolean
  readonly version?: string
  readonly at: Place
  /** The folder of the manifest; an empty string is the root. */
  readonly dir: string
  readonly dependencies: readonly Dependency[]
  /** Globs of member packages (npm workspaces, Cargo members, …). */
  readonly workspaces: readonly string[]
  /** Manifests that this one draws in (`-r`, `-c`), as written. */
  readonly includes?: readonly string[]
  /** Commands that the package offers. */
  readonly bins: readonly string[]
  /** Maven: the names of images that are built from it, without registry and tag. */
  readonly images?: readonly string[]
  /** npm: the scripts that start it, each with the program that its command runs; its arguments are not kept. */
  readonly starts?: readonly PackageStart[]
  /** npm: others are meant to import it. */
  readonly isLibrary?: true
}

/** @example { script: 'dev', program: 'next', at } */
export type PackageStart = {
  readonly script: string
  readonly program: string
  readonly port?: number
  readonly at: Place
}
