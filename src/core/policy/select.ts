import { RttError } from '../diag/error.ts'
import { matches, matchSegments, parseSelector } from '../model/selector.ts'

/** Something that a selector can mean: its addresses without ports, the folders that it stands in, its port. */
export type Selectable = {
  readonly addresses: readonly string[]
  readonly paths: readonly string[]
  readonly port?: string
}

/** Whether a selector means something. */
export type Select = (what: Selectable) => boolean

/** Folders by segments: `*` is one of them, `**` any number. */
const folderPattern = (text: string): readonly string[] => text.replace(/\/+$/, '').split('/')

const byFolder = (text: string): Select => {
  if (text === '**') return () => true
  const pattern = folderPattern(text)
  return ({ paths }) => paths.some((path) => path !== '' && matchSegments(pattern, path.split('/')))
}

const byAddress = (text: string): Select => {
  const hash = text.indexOf('#')
  const port = hash < 0 ? undefined : text.slice(hash + 1)
  const selector = parseSelector(hash < 0 ? text : text.slice(0, hash))
  return (what) =>
    (port === undefined || port === '*' || port === what.port) &&
    what.addresses.some((a) => matches(selector, a))
}

/**
 * Reads a selector: an address with `*` and `**`, and a port where one is meant, or the folder of its source.
 *
 * @throws RttError RTT6001 when it is neither
 * @example selectorOf('web/**')({ addresses: [], paths: ['web/src'] }) // true
 */
export const selectorOf = (text: string): Select => {
  if (text.startsWith('rtt://')) return byAddress(text)
  if (text === '' || text.startsWith('/') || text.includes('://') || text.includes('\\'))
    throw new RttError('RTT6001', `"${text.slice(0, 80)}" is neither an address nor a folder`, {
      help: 'Write rtt://namespace/service/name, or a folder such as web/**.',
    })
  return byFolder(text)
}
