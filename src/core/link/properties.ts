import type { CodeFacts } from '../model/code.ts'
import type { Expression } from '../model/expression.ts'

/** Properties as the expressions of settings name them: `shop:cart:url`. */
type Names = ReadonlySet<string>

/** What frameworks and their starters read by themselves, whether or not a line of the repository names it. */
const ofFrameworks =
  /^(?:spring|server|management|eureka|feign|zuul|ribbon|hystrix|turbine|quarkus|micronaut|mp|kafka|grpc|dubbo|seata|nacos|sentinel|xxl|mybatis(?:plus)?|logging|security|springdoc|jhipster|camel|rocketmq|redisson|jetcache|satoken|resilience4j|axon|temporal|datasources?|r2dbc|liquibase|flyway|jaeger|zipkin|opentracing|otel|info|jwt|minio|powerjob|easyes|dynamic|druid)$/

const written = (property: string): string =>
  property.replace(/[-_]/g, '').replaceAll('.', ':').toLowerCase()

const topOf = (name: string): string => name.split(':')[0]!

const namesIn = (e: Expression): string[] => {
  if (e.kind === 'name') return e.name.includes(':') ? [e.name] : []
  if (e.kind === 'concat') return e.parts.flatMap(namesIn)
  if (e.kind === 'either') return e.of.flatMap(namesIn)
  return e.kind === 'env' && e.fallback !== undefined ? namesIn(e.fallback) : []
}

/** The properties that files ask for: in code by name, in settings by a placeholder. */
const askedIn = (files: readonly CodeFacts[]): Names =>
  new Set(
    files.flatMap((f) =>
      f.scope === 'test'
        ? []
        : [
            ...(f.properties ?? []).map(written),
            ...(f.lang === 'config'
              ? [
                  ...f.endpoints.map((e) => e.address),
                  ...f.assignments.map((a) => a.value),
                ].flatMap(namesIn)
              : []),
          ],
    ),
  )

/** The first words of properties that the repository has made up: those that its code or its settings ask for. */
export const ownNamespaces = (code: readonly CodeFacts[]): Names =>
  new Set([...askedIn(code)].map(topOf).filter((top) => !ofFrameworks.test(top)))

const isAsked = (name: string, asked: Names): boolean => {
  for (let end = name.length; end > 0; end = name.lastIndexOf(':', end - 1))
    if (asked.has(name.slice(0, end))) return true
  return false
}

/**
 * The settings of a program of the JVM without addresses under names of the repository's own that nothing of the
 * program asks for: such a property alone dials nobody.
 */
export const withoutIdleProperties = (
  files: readonly CodeFacts[],
  namespaces: Names,
): readonly CodeFacts[] => {
  if (namespaces.size === 0 || !files.some((f) => f.properties !== undefined)) return files
  const asked = askedIn(files)
  return files.map((f) => {
    if (f.lang !== 'config') return f
    const endpoints = f.endpoints.filter(({ setting }) => {
      const name = setting === undefined ? undefined : written(setting)
      return name === undefined || !namespaces.has(topOf(name)) || isAsked(name, asked)
    })
    return endpoints.length === f.endpoints.length ? f : { ...f, endpoints }
  })
}
