import type { Mount, Unit } from '../model/deployment.ts'
import { resolvePath } from '../model/path.ts'
import { gap } from './address.ts'
import type { Bindings } from './scope.ts'

const variable = /\$(?:\{([A-Za-z_]\w*)(?:(:?[-+?=])([^{}]*))?\}|([A-Za-z_]\w*))/g

const roundsMax = 8

/** Fills the innermost variables first, so that defaults may hold variables themselves. */
const interpolate = (text: string, deployment: string, bindings: Bindings): string => {
  let filled = text
  for (let round = 0; round < roundsMax && filled.includes('$'); round++)
    filled = fillOnce(filled, deployment, bindings)
  return filled
}

const fillOnce = (text: string, deployment: string, bindings: Bindings): string =>
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

const mount = (m: Mount, unit: Unit, bindings: Bindings): Mount => {
  if (m.text === undefined) return m
  const text = interpolate(m.text, unit.deployment, bindings)
  const source = text.includes(gap)
    ? undefined
    : resolvePath(unit.deployment.replace(/^\w+:/, ''), text)
  return { source: source ?? m.source, target: m.target }
}

const nameLengthMax = 128
const unprintable = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** A name is printed in many places: it must not steer a terminal, nor fill it. */
const printable = (name: string): string =>
  name.replace(unprintable, '\ufffd').slice(0, nameLengthMax)

/** `{{ project.slug }}`, or what YAML makes of it: the file is to be filled in before anything is started. */
const isTemplate = (name: string): boolean => /\{\{|\{"/.test(name)

const inherit = (unit: Unit, byId: ReadonlyMap<string, Unit>, depth = 0): Unit => {
  const base = unit.extends && byId.get(`${unit.extends.deployment}\0${unit.extends.name}`)
  if (base === undefined || base === unit || depth > roundsMax) return unit
  const { image, context, dockerfile, buildText, ports } = inherit(base, byId, depth + 1)
  const isOwn = unit.image !== undefined || unit.context !== undefined || unit.buildText
  return {
    ...unit,
    ...(isOwn || image === undefined ? {} : { image }),
    ...(isOwn || context === undefined ? {} : { context }),
    ...(isOwn || dockerfile === undefined ? {} : { dockerfile }),
    ...(isOwn || buildText === undefined ? {} : { buildText }),
    ports: unit.ports.length > 0 ? unit.ports : ports,
  }
}

/**
 * Units with what they take from the ones that they extend, and with the variables of their image and
 * build paths filled in from the `.env` beside them.
 */
export const resolveUnits = (all: readonly Unit[], bindings: Bindings): Unit[] => {
  const byId = new Map(all.map((u) => [`${u.deployment}\0${u.name}`, u]))
  return all
    .filter((u) => u.name !== '' && !isTemplate(u.name))
    .map((u) => inherit(u, byId))
    .map((u) => ({
      ...u,
      name: printable(u.name),
      ...(u.image?.includes('$') ? { image: interpolate(u.image, u.deployment, bindings) } : {}),
      ...build(u, bindings),
      ...(u.mounts === undefined ? {} : { mounts: u.mounts.map((m) => mount(m, u, bindings)) }),
    }))
}
