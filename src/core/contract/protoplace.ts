import { folderOf } from '../model/path.ts'
import type { Place } from '../model/place.ts'
import type { ProtoAt, ProtoFile, ProtoMessage } from '../model/protofile.ts'

type Named = { readonly name: string; readonly at: ProtoAt }

const find = <T extends Named>(list: readonly T[], name: string | undefined): T | undefined =>
  list.find((x) => x.name === name)

/** Where a path of names below a message leads: to a message within, an enum, or a field. */
const inMessage = (message: ProtoMessage, steps: readonly string[]): ProtoAt | undefined => {
  const [name, ...rest] = steps
  if (name === undefined) return message.at
  const nested = find(message.messages, name)
  if (nested) return inMessage(nested, rest)
  return (find(message.enums, name) ?? find(message.fields, name))?.at
}

/** Methods know only where their types stand, which is on the line of the method or soon after. */
const inFile = (file: ProtoFile, [first, ...rest]: readonly string[]): ProtoAt | undefined => {
  const service = find(file.services, first)
  if (service) return service.methods.find((m) => m.name === rest[0])?.inputAt ?? service.at
  const message = find(file.messages, first)
  return message ? inMessage(message, rest) : find(file.enums, first)?.at
}

/** The line of a path such as `CartItem.quantity` in the file of a contract, or in one beside it. */
export type PlaceOf = (path: string, contractPath: string) => Place | undefined

/** Indexes .proto files, so that differences can be told with their lines. */
export const protoPlaces = (files: readonly ProtoFile[]): PlaceOf => {
  const byPath = new Map(files.map((f) => [f.path, f]))
  const byFolder = Map.groupBy(files, (f) => folderOf(f.path))
  return (path, contractPath) => {
    const own = byPath.get(contractPath)
    const beside = (byFolder.get(folderOf(contractPath)) ?? []).filter((f) => f !== own)
    for (const file of own ? [own, ...beside] : beside) {
      const at = inFile(file, path.split('.'))
      if (at) return { path: file.path, line: at.line }
    }
    return undefined
  }
}
