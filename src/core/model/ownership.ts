import type { Place } from './place.ts'

/** What a program calls itself, whose source stands in `folder`: `spring.application.name`, for instance. */
export type ServiceName = {
  readonly folder: string
  readonly name: string
  readonly at: Place
}

/**
 * A folder of settings that a configuration server hands out: files are named after the application that
 * gets them, `application` is for all. `**` at the start stands for any folder that ends so. `isLoose`: people put
 * them there by hand, so that other files may stand beside them.
 */
export type ConfigStore = {
  readonly folder: string
  readonly isLoose?: true
  readonly at: Place
}

/** A project of .NET: the folder of its file, and the folders of the projects that it is built with. */
export type Project = {
  readonly name: string
  readonly folder: string
  readonly references: readonly string[]
  readonly at: Place
}

/** Facts of files that say whose the other files are. */
export type Ownership = {
  readonly names: readonly ServiceName[]
  readonly configStores: readonly ConfigStore[]
  readonly projects: readonly Project[]
}
