import type { Channel, Endpoint, EnvRead, Operation, Protocol } from './endpoint.ts'
import type { Expression } from './expression.ts'
import type { Offer } from './offer.ts'
import type { Place } from './place.ts'

/** `name` is given `value`: variables, fields, constants whose value can matter for an address. */
export type Assignment = { readonly name: string; readonly value: Expression; readonly at: Place }

/**
 * A function of the repository that reads the environment for its callers: the index of the parameter
 * that is the key, of the one that is the default, and of the one that receives the value.
 */
export type EnvHelper = {
  readonly name: string
  readonly key: number
  readonly fallback?: number
  readonly out?: number
}

/** A call with a constant-looking key, kept until all helpers are known: `mustMapEnv(&addr, "X_ADDR")`. */
export type KeyCall = {
  readonly callee: string
  readonly args: readonly Expression[]
  readonly at: Place
}

/**
 * A word that is written like an environment variable. `isLoose`: it was made from a field or a key;
 * `protocol`: a library that talks it reads the variable by itself.
 */
export type Mention = {
  readonly key: string
  readonly at: Place
  readonly isLoose?: true
  readonly protocol?: Protocol
}

/** `specifier` as the code writes it: `@shop/prices`, `./client.js`, `com.shop.prices`. */
export type Import = { readonly specifier: string; readonly at: Place }

/** A function by its lines, and the last segments of what it calls. */
export type CodeFunction = {
  readonly name: string
  readonly from: number
  readonly to: number
  readonly calls: readonly string[]
}

/**
 * Where a program begins (`entry`), or begins to take requests or jobs (`server`), with the ports that it
 * listens on as far as the file tells.
 *
 * @example { kind: 'server', api: 'app.listen', ports: [3000], at }
 */
export type Start = {
  readonly kind: 'entry' | 'server'
  readonly api: string
  readonly ports: readonly number[]
  readonly at: Place
}

/** A program gives itself a name at a registry, by which others find it. */
export type Registration = { readonly name: Expression; readonly api: string; readonly at: Place }

/** Lines that are for one word of the command line alone. */
export type CodeBranch = { readonly word: string; readonly from: number; readonly to: number }

/** What a source file says about connections. */
export type CodeFacts = {
  readonly path: string
  readonly lang: string
  /** The unit that it belongs to, where the file itself says so; else the folder decides. */
  readonly unit?: string
  /** Tests, mocks and examples are read, but they never confirm a link. */
  readonly scope: 'main' | 'test'
  readonly endpoints: readonly Endpoint[]
  readonly reads: readonly EnvRead[]
  readonly assignments: readonly Assignment[]
  readonly helpers: readonly EnvHelper[]
  readonly keyCalls: readonly KeyCall[]
  readonly mentions?: readonly Mention[]
  /** Numbers in it that may be ports. */
  readonly numbers?: readonly number[]
  /** HTTP routes that it serves. */
  readonly operations?: readonly Operation[]
  /** Topics, queues and streams that it sends to or receives from. */
  readonly channels?: readonly Channel[]
  /** What else it offers: tools, commands, jobs, hooks. */
  readonly offers?: readonly Offer[]
  readonly imports?: readonly Import[]
  readonly starts?: readonly Start[]
  /** Properties that code of the JVM asks for by their names, and prefixes of them: `shop.cart.url`. */
  readonly properties?: readonly string[]
  /** Parts of the file for one word of the command line each: `case "worker":`. */
  readonly branches?: readonly CodeBranch[]
  /** It is cut to the branches that its service runs. */
  readonly isBranch?: true
  /** The names under which its program can be found at a registry. */
  readonly registers?: readonly Registration[]
  /** Where the language tells what is taken of a package at each use (Go): what is there, and what is taken. */
  readonly functions?: readonly CodeFunction[]
  readonly uses?: readonly string[]
  /** Names in it that may mean a client which another file builds; `*` where there are too many. */
  readonly touches?: readonly string[]
}
