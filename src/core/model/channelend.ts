import type { Channel } from './endpoint.ts'
import type { Place } from './place.ts'

/** One end of a topic, queue or stream: who sends to it or receives from it, by its evaluated name. */
export type ChannelEnd = Pick<Channel, 'action' | 'protocol' | 'kind'> & {
  readonly service: string
  readonly name: string
  readonly at: Place
}
