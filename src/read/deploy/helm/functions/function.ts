import type { Engine } from '../engine.ts'
import { textOf, type Value } from '../value.ts'

/** A function of templates. Bad arguments are answered with what is not known, never with a throw. */
export type TemplateFunction = (args: readonly Value[], engine: Engine) => Value

/** Functions by the name that templates call them by. */
export type FunctionTable = Readonly<Record<string, TemplateFunction>>

/** The argument at a place as text; negative places count from the end. */
export const textAt = (args: readonly Value[], i: number): string => textOf(args.at(i) ?? '')

/** The argument at a place as a whole number; nothing counts as zero. */
export const numberAt = (args: readonly Value[], i: number): number => wholeOf(args.at(i) ?? 0)

/** A value as a whole number, as `int` takes it: what is no number is zero. */
export const wholeOf = (v: Value): number => {
  const n = typeof v === 'boolean' ? Number(v) : Number.parseFloat(textOf(v))
  return Number.isFinite(n) ? Math.trunc(n) : 0
}
