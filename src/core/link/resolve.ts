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

/** Units with the variables of their image and build paths filled in from the `.env` beside them. */
export const resolveUnits = (units: readonly Unit[], bindings: Bindings): Unit[] =>
  units.map((u) => ({
    ...u,
    ...(u.image?.includes('$') ? { image: interpolate(u.image, u.deployment, bindings) } : {}),
    ...build(u, bindings),
  }))
