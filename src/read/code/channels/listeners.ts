import type { Channel, Protocol } from '../../../core/model/endpoint.ts'
import type { Node } from '../node.ts'
import { type Annotation, classesOf, givenTo } from '../operations/annotations.ts'
import type { Source } from '../operations/source.ts'

/** A channel of an annotation, before its name is worked out. */
export type Listened = {
  readonly action: Channel['action']
  readonly protocol: Protocol
  readonly kind: Channel['kind']
  readonly names: readonly Node[]
  readonly api: string
  readonly line: number
}

type Listener = Pick<Listened, 'action' | 'protocol' | 'kind'> & {
  readonly keys: readonly string[]
}

const listeners: Readonly<Record<string, Listener>> = {
  KafkaListener: {
    action: 'receive',
    protocol: 'kafka',
    kind: 'topic',
    keys: ['topics', 'topicPattern', ''],
  },
  RabbitListener: {
    action: 'receive',
    protocol: 'amqp',
    kind: 'queue',
    keys: ['queues', 'queuesToDeclare'],
  },
  SqsListener: {
    action: 'receive',
    protocol: 'http',
    kind: 'queue',
    keys: ['', 'value', 'queueNames'],
  },
  JmsListener: { action: 'receive', protocol: 'amqp', kind: 'queue', keys: ['destination'] },
}
const sign = /@(?:Kafka|Rabbit|Sqs|Jms)Listener\b/

const listened = (a: Annotation): Listened[] => {
  const known = Object.hasOwn(listeners, a.name) ? listeners[a.name] : undefined
  const names = known && givenTo(a, known.keys)
  if (known === undefined || names === undefined) return []
  const { keys: _, ...rest } = known
  return [{ ...rest, names, api: `@${a.name}`, line: a.line }]
}

/** Spring's listeners: `@KafkaListener(topics = {"a", "b"})`. */
export const listenersOf = (source: Source): Listened[] => {
  if (source.lang !== 'java' && source.lang !== 'kotlin') return []
  if (!sign.test(source.text)) return []
  return classesOf(source).flatMap((c) => [
    ...c.annotations.flatMap(listened),
    ...c.members.flatMap((m) => m.annotations.flatMap(listened)),
  ])
}
