import type { Unit } from '../model/deployment.ts'

const folder =
  /(?:^|\/)(?:[\w-]*[-_])?(?:(?:load|stress|perf|smoke|integration|unit)?[-_]?tests?|e2e|benchmarks?|testdata|fixtures?|__tests__)\//i
const file =
  /(?:^|\/)[\w.-]*compose[._-](?:[\w-]*[._-])?(?:tests?|testing|ci|e2e|benchmarks?|bench)(?:[._-][\w-]*)?\.ya?ml$/i

/** To be filled in and written elsewhere: `docker-compose.template.yml` of a generator. */
const template = /[._-](?:template|tmpl|tpl)\.ya?ml$/i

const isForTests = (u: Unit): boolean => folder.test(u.at.path) || file.test(u.at.path)

/** In the source of a program a template is what that program writes for others. */
const ofGenerator =
  /(?:^|\/)(?:src|lib|pkg|internal|templates?|generators?|scaffolds?|assets|resources)\//

/** A name that a generator is to fill in. */
const isBlank = ({ name, image = '', at }: Unit): boolean =>
  ofGenerator.test(at.path) || /[{<%]|__/.test(`${name} ${image}`)

/** Templates whose services nobody can name before they are filled in. */
const generated = (units: readonly Unit[]): ReadonlySet<string> =>
  new Set(units.filter((u) => template.test(u.at.path) && isBlank(u)).map((u) => u.at.path))

/**
 * What is started for tests and benchmarks is no service, where something is started otherwise: files for
 * tests often start the same programs under other names.
 */
export const withoutTests = (units: readonly Unit[]): readonly Unit[] => {
  const templates = generated(units)
  const kept = units.filter((u) => !isForTests(u) && !templates.has(u.at.path))
  const isStarted = kept.some((u) => u.origin !== 'dockerfile' && u.origin !== 'skaffold')
  return isStarted ? kept : units
}
