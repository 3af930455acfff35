import { type Edit, type Kind, oneFile } from '../edit.ts'
import { homeOf, languageOf, type Repository, type Text } from '../repository.ts'

type Found = Omit<Edit, 'kind' | 'isBreaking'>
type Use = { readonly t: Text; readonly line: number; readonly name: string; readonly side: string }

const sends = /publish|\bsend|produce|emit|Writer|sendToQueue|NewMessage|enqueue/i
const takes = /subscribe|consume|receive|Listener|Reader|handler|dequeue/i
const speaks = /topic|queue|exchange|channel|subject|kafka|rabbit|amqp|nats/i

/** Literals beside the words of messaging; a constant counts where it is declared. */
const usesOf = (r: Repository): Use[] =>
  r.code.flatMap((t) => {
    if (!speaks.test(t.text) || /config\.[jt]s$/.test(t.path)) return []
    const side = sends.test(t.text) ? (takes.test(t.text) ? 'both' : 'send') : 'receive'
    return t.lines.flatMap((l, line) =>
      // What stands in for a variable that is not set is no name that counts.
      !/env|\?\?|\|\|/i.test(l) && (speaks.test(l) || sends.test(l) || takes.test(l))
        ? [...l.matchAll(/["'`]([a-z][a-z0-9]*(?:[-._][a-z0-9]+)*)["'`]/g)].map((m) => ({
            t,
            line,
            name: m[1]!,
            side,
          }))
        : [],
    )
  })

const notNames =
  /^(?:utf-?8|json|data|error|message|topic|queue|direct|fanout|connect|earliest|latest|true|false|kafka|amqp|nats|rabbitmq|redis|main|id|name|key|end|exit|exchange|close|ready|get|post|info|debug|warn|handler)$/

/** Names that two programs share, of which one is renamed in all of the files of that program. */
export const topicRenamed: Kind = {
  name: 'topic renamed on one side',
  isBreaking: true,
  find: (r) => {
    const all = usesOf(r).filter((u) => u.name.length > 3 && !notNames.test(u.name))
    const names = Map.groupBy(all, (u) => u.name)
    return [...names].flatMap(([name, uses]): Found[] => {
      const homes = [...new Set(uses.map((u) => homeOf(u.t.path)))]
      if (homes.length < 2) return []
      return homes.map((home) => {
        const own = [...new Set(uses.filter((u) => homeOf(u.t.path) === home).map((u) => u.t))]
        const rename = (t: Text): string =>
          t.text.replaceAll(new RegExp(`(["'\`])${name}\\1`, 'g'), `$1${name}-next$1`)
        return {
          format: languageOf(own[0]!.path),
          what: `${name} in ${own.map((t) => t.path).join(', ')}`,
          files:
            own.length === 1
              ? oneFile(own[0]!.path, rename(own[0]!))
              : new Map(own.map((t) => [t.path, rename(t)])),
          side: own.map((t) => t.path),
          other: uses.filter((u) => homeOf(u.t.path) !== home).map((u) => u.t.path),
          codes: ['RTT2012', 'RTT1114', 'RTT1115'],
        }
      })
    })
  },
}
