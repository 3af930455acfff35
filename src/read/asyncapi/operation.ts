import type { Json } from '../../core/json/canonical.ts'
import type { Conversion } from '../jsonschema/conversion.ts'
import { asList, asObject, type JsonObject, member, textMember } from '../jsonschema/shape.ts'
import { behind } from '../openapi/operation.ts'
import { alternatives } from './message.ts'

/** What an application does with a channel, whichever version of AsyncAPI says it. */
export type AsyncOperation = {
  readonly action: 'send' | 'receive'
  /** The address of the channel: a topic, a queue, a routing key. */
  readonly address: string
  readonly messages: readonly Json[]
}

const operationsMax = 5000

/** Version 2 speaks of what others do: they publish what the application receives. */
const actions = [
  ['publish', 'receive'],
  ['subscribe', 'send'],
] as const

const ofVersion2 = (c: Conversion, root: JsonObject): readonly AsyncOperation[] =>
  Object.entries(asObject(member(root, 'channels'))).flatMap(([address, value]) => {
    const channel = behind(c.refs, value)
    return actions.flatMap(([key, action]): AsyncOperation[] => {
      const operation = member(channel, key)
      if (operation === undefined) return []
      const messages = alternatives(c, member(asObject(operation), 'message'))
      return [{ action, address, messages }]
    })
  })

const channelMessages = (channel: JsonObject): readonly Json[] =>
  Object.values(asObject(member(channel, 'messages')))

/** The address of a channel; where none is written, the key that it stands under. */
const addressOf = (channel: JsonObject, reference: string): string =>
  textMember(channel, 'address') ??
  reference
    .slice(reference.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')

const ofVersion3 = (c: Conversion, root: JsonObject): readonly AsyncOperation[] =>
  Object.values(asObject(member(root, 'operations'))).flatMap((value): AsyncOperation[] => {
    const operation = behind(c.refs, value)
    const action = textMember(operation, 'action')
    const reference = member(operation, 'channel')
    if ((action !== 'send' && action !== 'receive') || reference === undefined) return []
    const channel = behind(c.refs, reference)
    const own = asList(member(operation, 'messages'))
    const messages = own.length > 0 ? own : channelMessages(channel)
    const address = addressOf(channel, textMember(asObject(reference), '$ref') ?? '')
    return address === '' ? [] : [{ action, address, messages }]
  })

/** All operations of a document of version 2 or 3, ordered as they are written. */
export const asyncOperations = (c: Conversion, root: JsonObject): readonly AsyncOperation[] => {
  const isThird = String(member(root, 'asyncapi')).startsWith('3')
  return (isThird ? ofVersion3(c, root) : ofVersion2(c, root)).slice(0, operationsMax)
}
