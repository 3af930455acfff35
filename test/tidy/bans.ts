import type { AnyNode } from 'acorn'
import { at, type Source } from './source.ts'

const isMember = (node: AnyNode, object: string, property: RegExp): boolean =>
  node.type === 'MemberExpression' &&
  !node.computed &&
  node.object.type === 'Identifier' &&
  node.object.name === object &&
  node.property.type === 'Identifier' &&
  property.test(node.property.name)

const usesDate = (node: AnyNode): boolean =>
  ((node.type === 'NewExpression' || node.type === 'CallExpression') &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'Date') ||
  isMember(node, 'Date', /./)

const usesClockOrChance = (node: AnyNode): boolean =>
  usesDate(node) ||
  isMember(node, 'Math', /^random$/) ||
  isMember(node, 'performance', /^now$/) ||
  isMember(node, 'process', /^hrtime$/)

/** Uses of wall clock and chance, which only the adapters of Node may know. */
export const clockAndChance = (sources: readonly Source[]): readonly string[] =>
  sources
    .filter(({ path }) => !path.startsWith('src/node/'))
    .flatMap((source) => source.nodes.filter(usesClockOrChance).map((node) => at(source, node)))

const usesWorld = (node: AnyNode): boolean =>
  isMember(node, 'process', /^(env|argv|cwd|platform|arch|stdout|stderr|stdin|exit|pid)$/) ||
  isMember(node, 'console', /./) ||
  (node.type === 'CallExpression' &&
    node.callee.type === 'Identifier' &&
    /^(fetch|setTimeout|setInterval|setImmediate)$/.test(node.callee.name))

/** Uses of the environment, the console or timers in the layers that must be pure. */
export const worldInPureLayers = (sources: readonly Source[]): readonly string[] =>
  sources
    .filter(({ path }) => /^src\/(core|read|emit)\//.test(path))
    .flatMap((source) => source.nodes.filter(usesWorld).map((node) => at(source, node)))

const isFunction = (node: AnyNode): boolean =>
  node.type === 'FunctionDeclaration' ||
  node.type === 'FunctionExpression' ||
  node.type === 'ArrowFunctionExpression'

const linesOf = (node: AnyNode): number =>
  node.loc ? node.loc.end.line - node.loc.start.line + 1 : 0

/** Functions of more than `linesMax` lines. */
export const longFunctions = (sources: readonly Source[], linesMax: number): readonly string[] =>
  sources.flatMap((source) =>
    source.nodes
      .filter((node) => isFunction(node) && linesOf(node) > linesMax)
      .map((node) => `${at(source, node)}: ${linesOf(node)} lines`),
  )

const zodModule = 'src/core/json/schema.ts'

/**
 * `{ z }` brings all of zod with it, and every start pays 25 ms for it; zod itself compiles checkers that are used once.
 */
export const wholeZod = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap(({ path, imports }) =>
    imports
      .filter(({ typeOnly }) => !typeOnly && path !== zodModule)
      .filter(
        ({ specifier, names }) =>
          specifier === 'zod' || (specifier.endsWith('/json/schema.ts') && names.includes('z')),
      )
      .map(({ line }) => `${path}:${line}`),
  )
