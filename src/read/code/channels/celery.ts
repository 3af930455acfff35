import { lastOf, type Node } from '../node.ts'
import { argumentAt, optionOf } from '../operations/routers.ts'
import { isDecorator, type Source } from '../operations/source.ts'
import type { Listened } from './listeners.ts'

const defaultQueue = 'celery'
const queue = { protocol: 'redis', kind: 'queue' } as const

/** A task: whoever imports it sends to its queue, the worker that runs it receives from there. */
const task = (names: readonly Node[], api: string, line: number): Listened[] => [
  { ...queue, action: 'receive', names, api, line },
  { ...queue, action: 'send', names, api, line },
]

const text = (value: string, line: number): Node => ({ kind: 'text', value, line })

/** `@app.task` and `@shared_task` without arguments: no call stands there. */
const bareTasks = ({ tokens }: Source): Listened[] =>
  tokens.flatMap((t, i): Listened[] => {
    if (t.kind !== 'name' || tokens[i + 1]?.first !== true) return []
    const isShared = t.text === 'shared_task' && tokens[i - 1]?.text === '@'
    const isOwn = t.text === 'task' && tokens[i - 1]?.text === '.' && tokens[i - 3]?.text === '@'
    return isShared || isOwn ? task([text(defaultQueue, t.line)], t.text, t.line) : []
  })

const celeryCalls = (source: Source): Listened[] =>
  source.found.calls.flatMap(({ node, at }): Listened[] => {
    const last = lastOf(node.callee)
    const { line } = node
    const own = optionOf(node, ['queue']) ?? text(defaultQueue, line)
    if ((last === 'shared_task' || last === 'task') && isDecorator(node, at, source))
      return task([own], last, line)
    return last === 'delay' && node.callee.includes('.')
      ? [{ ...queue, action: 'send', names: [own], api: 'delay', line }]
      : []
  })

/** RQ's `@job('queue')`. */
const rqJobs = (source: Source): Listened[] =>
  source.found.calls.flatMap(({ node, at }): Listened[] => {
    const name = argumentAt(node, 0)
    return lastOf(node.callee) === 'job' && name && isDecorator(node, at, source)
      ? task([name], 'job', node.line)
      : []
  })

/**
 * Celery and RQ. A queue that is not named is Celery's default one. Which broker stands behind it is said in
 * configuration; all of them are noted alike.
 */
export const celeryOf = (source: Source): Listened[] => {
  if (source.lang !== 'python') return []
  const isCelery = /celery/i.test(source.text)
  const found = [
    ...(isCelery ? [...celeryCalls(source), ...bareTasks(source)] : []),
    ...(/\b(?:django_)?rq\b/.test(source.text) ? rqJobs(source) : []),
  ]
  const first = new Map<string, Listened>()
  for (const l of found.sort((a, b) => a.line - b.line)) {
    const key = `${l.action}\0${JSON.stringify(l.names.map((n) => ({ ...n, line: 0 })))}`
    if (!first.has(key)) first.set(key, l)
  }
  return [...first.values()]
}
