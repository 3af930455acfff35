import type { CodeFacts } from '../../core/model/code.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { baseOf } from '../../core/model/path.ts'
import { scopeOf } from '../code/scope.ts'
import { type Format, formatOf } from './files.ts'
import { isTest, skips } from './foreign.ts'
import { jsonSections, tomlSections, yamlSections } from './formats.ts'
import { knownVariables } from './frameworks.ts'
import { lineSections, propertySections } from './lines.ts'
import { normalForm } from './normal.ts'
import { overrideOf } from './placeholder.ts'
import { prismaSections } from './prisma.ts'
import type { Section } from './setting.ts'
import {
  callsByName,
  isApplicationFile,
  isTestSection,
  namesIn,
  storesIn,
  withMeaning,
  withoutProfiles,
} from './spring.ts'
import { type Reading, usesOf } from './uses.ts'

const bytesMax = 400_000
/** A file without any of these says nothing of a connection. */
const telling =
  /:\/\/|\$\{|<%|%env\(|host|server|addr|broker|url|uri|env\(|\{\{|:\d{2,5}\b|[A-Z][A-Z0-9]{1,60}_[A-Z0-9_]|application|service_?-?(?:id|name)/i

const parsers: Readonly<Record<Format, (file: SourceFile) => Section[]>> = {
  yaml: yamlSections,
  json: jsonSections,
  toml: tomlSections,
  properties: propertySections,
  lines: lineSections,
  prisma: prismaSections,
}

const readingOf = (path: string): Reading => {
  if (isApplicationFile(path))
    return { style: 'spring', override: (keys) => overrideOf(keys.join('.')) }
  if (/^appsettings(?:\.[\w-]+)*\.json$/i.test(baseOf(path)))
    return { style: 'none', override: (keys) => keys.join('__') }
  return { style: 'shell' }
}

const isSpringText = (path: string, text: string): boolean =>
  /\.(?:ya?ml|properties)$/.test(path) &&
  /^(?:spring|eureka|zuul|feign|management)[.:]/m.test(text) &&
  /\$\{|spring[.:]|eureka[.:]|zuul[.:]/.test(text)

const factsOf = (path: string, sections: readonly Section[], reading: Reading): CodeFacts => ({
  path,
  lang: 'config',
  scope: scopeOf(path),
  helpers: [],
  keyCalls: [],
  ...usesOf(sections, reading),
})

const springFacts = (path: string, all: readonly Section[]): Facts => {
  const sections = all.filter((s) => !isTestSection(s)).map(withoutProfiles)
  const reading: Reading = { style: 'spring', override: (keys) => overrideOf(keys.join('.')) }
  const base = factsOf(path, sections, reading)
  const isOwn = isApplicationFile(path)
  const facts = withMeaning(
    {
      ...base,
      endpoints: [...base.endpoints, ...callsByName(sections)],
      mentions: [...(base.mentions ?? []), ...(isOwn ? knownVariables(path) : [])],
    },
    sections,
  )
  const names = isOwn ? namesIn(path, sections) : []
  const configStores = isOwn ? storesIn(path, sections) : []
  return {
    code: [facts],
    ...(names.length > 0 ? { names } : {}),
    ...(configStores.length > 0 ? { configStores } : {}),
  }
}

const isEmpty = (c: CodeFacts): boolean =>
  c.endpoints.length + c.reads.length + c.assignments.length + (c.mentions?.length ?? 0) === 0

const read = (file: SourceFile): Facts => {
  const { path } = file
  const format = formatOf(path)
  if (format === undefined || file.text.length > bytesMax || !telling.test(file.text)) return {}
  const isSpring = isApplicationFile(path) || isSpringText(path, file.text)
  const text = isSpring ? file.text : normalForm(file.text)
  if (!isSpring && skips(text, format)) return {}
  const sections = parsers[format]({ path, text })
  if (isSpring) return springFacts(path, sections)
  const facts = factsOf(
    path,
    sections.map((s) => s.filter((x) => !isTest(x))),
    readingOf(path),
  )
  return isEmpty(facts) ? {} : { code: [facts] }
}

/** Configuration of programs: addresses that stand in it, and the variables that it is filled from. */
export const configReader: Reader = {
  id: 'config',
  version: 7,
  read,
  accepts: (path) => formatOf(path) !== undefined,
}
