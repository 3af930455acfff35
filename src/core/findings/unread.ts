import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import { gap, parseAddresses } from '../link/address.ts'
import { evaluate } from '../link/evaluate.ts'
import { imageName } from '../link/image.ts'
import type { Binding } from '../model/deployment.ts'
import type { EnvRead } from '../model/endpoint.ts'
import { namesIn, readsOf } from './named.ts'
import { nearest, plainName } from './near.ts'
import { settingsOf } from './settings.ts'
import { type Home, homesOf, isShared, programsOf, serviceNamed, type Wiring } from './wiring.ts'

/** Languages whose programs name a variable where they read it, unless a library does it for them. */
const plainLanguages = new Set(['go', 'typescript', 'javascript', 'python', 'rust'])

/** Libraries that read variables by themselves, or that are configured in files which RTT does not read. */
const readers =
  /^(?:@?prisma|config|nconf|convict|env-var|envalid|@nestjs\/config|next|nuxt|next-auth|dynaconf|environs|django-environ|django-configurations|python-decouple|pydantic-settings|celery|airflow|apache-airflow|strapi|@strapi\/.*|@medusajs\/.*|@directus\/.*|ghost|keystone|@opentelemetry\/.*|opentelemetry-.*|kafkajs-.*)$/

/** Variables that a library, a runtime or a platform reads. */
const wellKnown =
  /^(?:AWS|AZURE|GOOGLE|GCP|GCLOUD|OTEL|JAEGER|ZIPKIN|DD|DATADOG|SENTRY|NEW_RELIC|ELASTIC_APM|SPRING|EUREKA|NODE|NPM|YARN|PIP|PYTHON|GO|RUST|JAVA|JVM|DOTNET|ASPNETCORE|LOGGING|FLASK|DJANGO|CELERY|RAILS|NEXT|NEXTAUTH|AUTH|NUXT|VITE|REACT_APP|VUE_APP|GATSBY|EXPO|KUBERNETES|DOCKER|CONSUL|VAULT|NOMAD|VIRTUAL|LETSENCRYPT|TRAEFIK|PG|LIBPQ|MYSQL|HTTPS?_PROXY|ALL_PROXY|NO_PROXY|DATABASE_URL|REDIS_URL|KAFKA|CONFLUENT|PROMETHEUS|RUNNER|CI|HOME|PATH|PWD|PORT|HOST|HOSTNAME|LANG|TZ|USER|SHELL|TERM|TMPDIR|DEBUG)(?:_|$)/i

/** Images that bring a language or nothing; a program that an image brings along reads what it likes. */
const plainBases =
  /^(?:node|python|golang|go|rust|bun|deno|alpine|debian|ubuntu|busybox|scratch|base|static|cc|nodejs|nodejs\d*|python3|base-debian\d*|static-debian\d*|nodejs\d*-debian\d*|python3-debian\d*|cc-debian\d*|buildpack-deps|wolfi-base|ubi\d?(?:-minimal|-micro)?|amazonlinux|fedora|slim|python-uv|uv|tiangolo|uvicorn-gunicorn(?:-fastapi)?|pypy|cgr-node|cgr-python)$/i

const isPlainImage = (home: Home): boolean =>
  home.service.units
    .filter((u) => u.origin === 'dockerfile')
    .every((u) => plainBases.test(imageName(u.image ?? '')))

const own = (b: Binding, home: Home): boolean =>
  home.units.some((u) => u.name === b.unit) && home.units.some((u) => u.at.path === b.at.path)

const isReadByLibrary = (w: Wiring, home: Home): boolean => {
  const path = serviceNamed(w, home.service.name)?.path ?? ''
  return w.packages
    .filter((p) => p.dir === path || p.dir.startsWith(`${path}/`) || p.dir === '' || path === '')
    .some((p) => p.dependencies.some((d) => readers.test(d.name)))
}

/** The service is built from source that stands here, in languages that are read as a whole. */
const isReadable = (w: Wiring, home: Home): boolean => {
  const service = serviceNamed(w, home.service.name)
  const programs = programsOf(w, home.service.name)
  return (
    service?.path !== undefined &&
    service.kind === 'service' &&
    home.service.units.some((u) => u.origin === 'dockerfile' || u.context !== undefined) &&
    programs.length > 0 &&
    programs.every((f) => plainLanguages.has(f.lang) && !isShared(w, f)) &&
    programs.some((f) => readsOf(f).length > 0) &&
    isPlainImage(home) &&
    !isReadByLibrary(w, home)
  )
}

/** An address of another service that is set and that nothing in the source of its receiver names. */
export type Unread = {
  readonly home: Home
  readonly binding: Binding
  readonly to: string
  /** Set for this service alone, whose code is read as a whole and reads others that are set beside it. */
  readonly isSure: boolean
  /** Set for this service alone, whose code is read as a whole. */
  readonly isOwn: boolean
}

const unreadIn = (w: Wiring, home: Home): Unread[] => {
  const files = w.files.get(home.service.name) ?? []
  const names = namesIn(files)
  const scope = {
    service: home.service,
    deployment: home.deployment,
    bindings: w.bindings,
    file: undefined,
    files: [],
  }
  const set = w.bindings.keysOf(home.service, home.deployment).filter((b) => b.key !== '*')
  const isRead = (b: Binding) =>
    names.all.has(plainName(b.key)) || names.mentioned(b.key) !== undefined
  const isWhole = isReadable(w, home)
  const isAmongRead = set.some((b) => own(b, home) && isRead(b))
  return set
    .filter((b) => !wellKnown.test(b.key) && !isRead(b))
    .flatMap((b): Unread[] => {
      const to = evaluate({ kind: 'env', key: b.key, at: b.at }, scope)
        .filter((v) => !v.text.includes(gap))
        .flatMap((v) => parseAddresses(v.text))
        .filter((a) => a.scheme !== undefined || a.port !== undefined)
        .map((a) => w.universe.serviceAt(a.host, home.deployment))
        .find((t) => t !== undefined && t !== home.service.name)
      const isOwn = isWhole && own(b, home)
      return to === undefined ? [] : [{ home, binding: b, to, isOwn, isSure: isOwn && isAmongRead }]
    })
}

/** Addresses that deployments set for services with source here, and which that does not name. */
export const unreadAddresses = (w: Wiring): Unread[] =>
  homesOf(w)
    .filter(
      ({ service: { name } }) =>
        programsOf(w, name).some((f) => readsOf(f).length > 0) || settingsOf(w, name).length > 0,
    )
    .flatMap((h) => unreadIn(w, h))

/** A variable that the code reads, that the deployment does not set, and whose name is nearly the same. */
const meantBy = (w: Wiring, { home, binding }: Unread): EnvRead | undefined => {
  const set = new Set(w.bindings.keysOf(home.service, home.deployment).map((b) => b.key))
  const reads = programsOf(w, home.service.name).flatMap(readsOf)
  const bound = new Set([...set].map(plainName))
  const open = [
    ...reads.filter((r) => !set.has(r.key)),
    ...settingsOf(w, home.service.name).filter((r) => !bound.has(plainName(r.key))),
  ]
  const near = nearest(
    binding.key,
    open.map((r) => r.key),
  )
  return open.find((r) => r.key === near)
}

/** An address of a service is set for another one whose code reads it nowhere. */
export const unreadFaults = (w: Wiring, unread: readonly Unread[]): Finding[] =>
  unread.flatMap((u): Finding[] => {
    const { home, binding, to } = u
    const name = home.service.name
    const at = serviceNamed(w, to)?.at
    const meant = meantBy(w, u)
    if (meant === undefined && !u.isSure) return []
    return [
      {
        ...diagnostic('RTT1111', `${binding.key} is set for ${name}, whose code reads it nowhere`, {
          severity: meant === undefined ? 'note' : 'warning',
          at: binding.at,
          related: [
            ...(meant
              ? [{ at: meant.at, label: `${meant.key} is read here and set nowhere` }]
              : []),
            ...(at ? [{ at, label: `it leads to ${to}` }] : []),
          ],
          help: meant
            ? `Did you mean ${meant.key}? Give both the same name.`
            : `Remove it, or read ${binding.key} in ${name} where it calls ${to}.`,
        }),
        ends: [name, binding.key],
      },
    ]
  })
