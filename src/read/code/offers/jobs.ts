import { lastOf, type Node } from '../node.ts'
import { pathOf } from '../operations/path.ts'
import { argumentAt, optionOf } from '../operations/routers.ts'
import { type Call, isDecorator, type Source } from '../operations/source.ts'

/** A job with the time it runs at, as written. */
export type Job = { readonly name: string; readonly schedule?: string; readonly line: number }

const cronForm = /^(?:@\w+(?: \w+)?|(?:[\d*?/,LW#A-Za-z-]+\s+){4,6}[\d*?/,LW#A-Za-z-]+)$/
const lookMax = 80
const fields = ['minute', 'hour', 'day_of_month', 'month_of_year', 'day_of_week'] as const
const triggers = ['second', 'minute', 'hour', 'day', 'month', 'day_of_week'] as const

const textOf = (node: Node | undefined, source: Source): string | undefined =>
  pathOf(node, source.constants())?.text

const cronOf = (node: Node | undefined, source: Source): string | undefined => {
  const text = textOf(node, source)
  return text !== undefined && text.length <= 80 && cronForm.test(text.trim())
    ? text.trim()
    : undefined
}

/** The function that a decorator stands before: after `def`, `function`, or the first word before a `(`. */
const functionBelow = (source: Source, at: number): string | undefined => {
  const { tokens } = source
  const close = tokens[at]?.text === '(' ? source.closes()[at]! : at
  for (let i = Math.max(close, at) + 1; i < Math.min(tokens.length - 1, close + lookMax); i++) {
    if (tokens[i]!.text === '@') {
      // the next decorator
      while (tokens[i + 1]?.kind === 'name' || tokens[i + 1]?.text === '.') i++
      if (tokens[i + 1]?.text === '(' && source.closes()[i + 1]! > i) i = source.closes()[i + 1]!
    } else if (tokens[i]!.kind === 'name' && tokens[i + 1]!.text === '(') return tokens[i]!.text
  }
  return undefined
}

/** The name of what runs: of the function that is handed over, else of the one around the call. */
const handledBy = (call: Call, at: number, source: Source): string => {
  const named = call.args.map((a) => a.value).find((n) => n.kind === 'name')
  if (named?.kind === 'name') return lastOf(named.path)
  const inner = source.functionAt(at)?.name
  return inner ?? source.path.replace(/^.*\//, '').replace(/\.\w+$/, '')
}

const every = (node: Node | undefined, unit: string): string | undefined =>
  node?.kind === 'text' && /^[\d._]+$/.test(node.value)
    ? `every ${node.value.replaceAll('_', '')}${unit}`
    : undefined

/** `crontab(minute=0, hour=3)` and APScheduler's keywords as five fields. */
const fieldsOf = (call: Call, names: readonly string[]): string | undefined => {
  const given = names.map((n) => optionOf(call, [n]))
  if (given.every((g) => g === undefined)) return undefined
  return given.map((g) => (g?.kind === 'text' ? g.value : '*')).join(' ')
}

const celeryTime = (node: Node | undefined): string | undefined => {
  if (node?.kind === 'call' && lastOf(node.callee) === 'crontab')
    return fieldsOf(node, fields) ?? '* * * * *'
  if (node?.kind === 'call' && lastOf(node.callee) === 'timedelta')
    return (
      every(optionOf(node, ['seconds']), 's') ??
      every(optionOf(node, ['minutes']), 'm') ??
      every(optionOf(node, ['hours']), 'h')
    )
  return every(node, 's')
}

/** `beat_schedule = { 'nightly': { 'task': …, 'schedule': crontab(hour=3) } }`. */
const beats = (source: Source): Job[] =>
  source.lang === 'python'
    ? source.found.assignments.flatMap((a): Job[] => {
        if (!/beat_schedule$/i.test(a.target) || a.value.kind !== 'object') return []
        return a.value.entries.flatMap(([name, value]): Job[] => {
          if (value.kind !== 'object') return []
          const time = celeryTime(value.entries.find(([k]) => k === 'schedule')?.[1])
          return [{ name, line: value.line, ...(time ? { schedule: time } : {}) }]
        })
      })
    : []

/** Spring's and Quarkus' `@Scheduled`, Nest's `@Cron` and `@Interval`. */
const annotated = (call: Call, at: number, source: Source): Job | undefined => {
  const last = lastOf(call.callee)
  const name = functionBelow(source, at)
  if (name === undefined) return undefined
  const text = (n: Node | undefined) => textOf(n, source)
  const cron = optionOf(call, ['cron', 'cronExpression']) ?? argumentAt(call, 0)
  if (last === 'Cron') {
    const constant =
      cron?.kind === 'name' ? lastOf(cron.path).toLowerCase().replaceAll('_', ' ') : undefined
    const schedule = text(cron) ?? constant
    return { name, line: call.line, ...(schedule ? { schedule } : {}) }
  }
  if (last === 'Interval') {
    const schedule = every(call.args.at(-1)?.value, 'ms')
    return schedule ? { name, schedule, line: call.line } : undefined
  }
  const rate = optionOf(call, [
    'fixedRate',
    'fixedDelay',
    'every',
    'fixedRateString',
    'fixedDelayString',
  ])
  const schedule = text(optionOf(call, ['cron'])) ?? every(rate, 'ms') ?? text(rate)
  return { name, line: call.line, ...(schedule ? { schedule } : {}) }
}

/** APScheduler: `add_job(f, 'cron', hour=3)`, `@scheduler.scheduled_job('interval', minutes=5)`. */
const apscheduler = (call: Call, at: number, source: Source): Job | undefined => {
  if (source.lang !== 'python' || !source.text.includes('apscheduler')) return undefined
  const below = isDecorator(call, at, source) ? functionBelow(source, at) : undefined
  const name =
    textOf(optionOf(call, ['id', 'name']), source) ?? below ?? handledBy(call, at, source)
  const units = [
    ['seconds', 's'],
    ['minutes', 'm'],
    ['hours', 'h'],
    ['days', 'd'],
  ] as const
  const interval = units.map(([k, u]) => every(optionOf(call, [k]), u)).find((x) => x !== undefined)
  const schedule = interval ?? fieldsOf(call, triggers)
  return { name, line: call.line, ...(schedule ? { schedule } : {}) }
}

const libraries: Readonly<Record<string, RegExp>> = {
  schedule: /node-cron|['"]cron['"]|node-schedule|croner/,
  scheduleJob: /node-schedule/,
  CronJob: /['"]cron['"]/,
  Cron: /croner|@nestjs\/schedule/,
  AddFunc: /robfig\/cron/,
  AddJob: /robfig\/cron/,
  add_periodic_task: /celery/,
  new_async: /tokio_cron_scheduler/,
}

const called = (call: Call, at: number, source: Source): Job | undefined => {
  const last = lastOf(call.callee)
  if (
    last === 'Scheduled' ||
    ((last === 'Cron' || last === 'Interval') && !call.isNew && isDecorator(call, at, source))
  )
    return annotated(call, at, source)
  if (last === 'add_job' || last === 'scheduled_job') return apscheduler(call, at, source)
  if (!Object.hasOwn(libraries, last) || libraries[last]?.test(source.text) !== true)
    return undefined
  if (last === 'add_periodic_task') {
    const name = textOf(optionOf(call, ['name']), source) ?? handledBy(call, at, source)
    const time = celeryTime(argumentAt(call, 0))
    return { name, line: call.line, ...(time ? { schedule: time } : {}) }
  }
  const schedule =
    cronOf(argumentAt(call, 0) ?? optionOf(call, ['cronTime']), source) ??
    cronOf(argumentAt(call, 1), source)
  return schedule === undefined
    ? undefined
    : { name: handledBy(call, at, source), schedule, line: call.line }
}

const lasts = new Set([
  ...Object.keys(libraries),
  'Scheduled',
  'Interval',
  'add_job',
  'scheduled_job',
])

/** Jobs that run by the clock: cron libraries, Spring, Nest, Celery beat, APScheduler, robfig/cron. */
export const jobsOf = (source: Source): Job[] => [
  ...source.found.calls.flatMap(({ node, at }): Job[] => {
    const job = lasts.has(lastOf(node.callee)) ? called(node, at, source) : undefined
    return job === undefined ? [] : [job]
  }),
  ...beats(source),
]
