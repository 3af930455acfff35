import type { Unit } from '../model/deployment.ts'
import { resolvePath } from '../model/path.ts'
import { gap } from './address.ts'
import type { Bindings } from './scope.ts'

const variable = /\$(?:\{([A-Za-z_]\w*)(?:(:?[-+?=])([^{}]*))?\}|([A-Za-z_]\w*))/g

const interpolate = (text: string, deployment: string, bindings: Bindings): string =>
  text.replace(
    variable,
    (
      _,
      braced: string | undefined,
      mark: string | undefined,
      other: string | undefined,
      bare: string | undefined,
    ) => {
      const value = bindings.variable(braced ?? bare ?? '', deployment)?.value
      if (value?.kind === 'literal') return value.value
      return mark?.endsWith('-') || mark?.endsWith('=') ? (other ?? '') : gap
    },
  )

const build = (unit: Unit, bindings: Bindings): Pick<Unit, 'context' | 'dockerfile'> => {
  if (unit.buildText === undefined) return {}
  const { context, dockerfile } = unit.buildText
  const [folder, file] = [context, dockerfile].map((t) =>
    interpolate(t, unit.deployment, bindings),
  ) as [string, string]
  const path = folder.includes(gap)
    ? undefined
    : resolvePath(unit.deployment.replace(/^\w+:/, ''), folder)
  const full = path === undefined || file.includes(gap) ? undefined : resolvePath(path, file)
  // The folder alone would claim every file below it for a service whose Dockerfile is not known.
  return path === undefined || full === undefined ? {} : { context: path, dockerfile: full }
}

const nameLengthMax = 128
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A name is printed in many places: it must not steer a terminal, nor fill it. */
const printable = (name: string): string =>
  name.replace(unprintable, '\ufffd').slice(0, nameLengthMax)

/** Units with the variables of their image and build paths filled in from the `.env` beside them. */
export const resolveUnits = (units: readonly Unit[], bindings: Bindings): Unit[] =>
  units
    .filter((u) => u.name !== '')
    .map((u) => ({
      ...u,
      name: printable(u.name),
      ...(u.image?.includes('$') ? { image: interpolate(u.image, u.deployment, bindings) } : {}),
      ...build(u, bindings),
    }))
