import type { Unit } from '../model/deployment.ts'

const folder =
  /(?:^|\/)(?:[\w-]*[-_])?(?:(?:load|stress|perf|smoke|integration|unit)?[-_]?tests?|e2e|benchmarks?|testdata|fixtures?|__tests__)\//i
const file =
  /(?:^|\/)[\w.-]*compose[._-](?:[\w-]*[._-])?(?:tests?|testing|ci|e2e|benchmarks?|bench)(?:[._-][\w-]*)?\.ya?ml$/i

/** To be filled in and written elsewhere: `docker-compose.template.yml` of a generator. */
const template = /[._-](?:template|tmpl|tpl)\.ya?ml$/i

const isTest = (u: Unit): boolean =>
  folder.test(u.at.path) || file.test(u.at.path) || template.test(u.at.path)

/**
 * What is started for tests and benchmarks is no service, where something is started otherwise: files for
 * tests often start the same programs under other names.
 */
export const withoutTests = (units: readonly Unit[]): readonly Unit[] => {
  const kept = units.filter((u) => !isTest(u))
  const isStarted = kept.some((u) => u.origin !== 'dockerfile' && u.origin !== 'skaffold')
  return isStarted ? kept : units
}
