import type {
  ProtoAt,
  ProtoEnum,
  ProtoFile,
  ProtoImport,
  ProtoMessage,
} from '../../../core/model/protofile.ts'
import type { ImportFinder } from './imports.ts'

/** A message or an enum with its full name and the file that declares it. */
export type Declaration = {
  readonly name: string
  readonly file: ProtoFile
  readonly at: ProtoAt
} & (
  | { readonly kind: 'message'; readonly message: ProtoMessage }
  | { readonly kind: 'enum'; readonly enum: ProtoEnum }
)

export type MissingImport = ProtoImport & {
  /** The file that has the import: the viewing one, or one that it sees. */
  readonly from: ProtoFile
  /** The imported file exists, but could not be parsed. */
  readonly broken: boolean
}

type Index = {
  readonly types: ReadonlyMap<string, Declaration>
  /**
   * Packages with their prefixes, and services: they end the search for a dotted name's first part.
   */
  readonly others: ReadonlySet<string>
}

/** What one file can name: its own declarations and those that its imports show it. */
export type View = {
  readonly file: ProtoFile
  readonly declarations: readonly Declaration[]
  /** Imports that were not found, or found broken: then an unknown name may well be right. */
  readonly missing: readonly MissingImport[]
  readonly find: (name: string, scope: string) => Declaration | undefined
}

export const inScope = (scope: string, name: string): string =>
  scope === '' ? name : `${scope}.${name}`

const declare = (
  file: ProtoFile,
  { scope, messages, enums }: { scope: string } & Pick<ProtoMessage, 'messages' | 'enums'>,
): readonly Declaration[] => [
  ...enums.map((e): Declaration => {
    return { kind: 'enum', name: inScope(scope, e.name), file, at: e.at, enum: e }
  }),
  ...messages.flatMap((m): readonly Declaration[] => {
    const name = inScope(scope, m.name)
    const own: Declaration = { kind: 'message', name, file, at: m.at, message: m }
    return [own, ...declare(file, { scope: name, ...m })]
  }),
]

/** All messages and enums of a file, nested ones too. */
const declarationsOf = (file: ProtoFile): readonly Declaration[] =>
  declare(file, { scope: file.package, ...file })

const indexOf = (file: ProtoFile): Index => {
  const segments = file.package === '' ? [] : file.package.split('.')
  const packages = segments.map((_, i) => segments.slice(0, i + 1).join('.'))
  const services = file.services.map((s) => inScope(file.package, s.name))
  const types = new Map(declarationsOf(file).map((d) => [d.name, d]))
  return { types, others: new Set([...packages, ...services]) }
}

/** Direct imports, and what those import publicly, each once. */
const visibleFiles = (file: ProtoFile, find: ImportFinder) => {
  const missing: MissingImport[] = []
  const visible = new Set([file])
  const follow = (from: ProtoFile, wanted: readonly ProtoImport[]): void => {
    for (const i of wanted) {
      const found = find(from.path, i.path)
      if (!found || found.broken) missing.push({ ...i, from, broken: found !== undefined })
      if (!found || visible.has(found)) continue
      visible.add(found)
      follow(
        found,
        found.imports.filter((x) => x.public),
      )
    }
  }
  follow(file, file.imports)
  return { visible: [...visible], missing }
}

/** Protobuf's rule: innermost scope first, decided by the first part of a dotted name. */
const finder =
  (indexes: readonly Index[]): View['find'] =>
  (name, scope) => {
    const exact = (full: string): Declaration | undefined => {
      for (const i of indexes) {
        const found = i.types.get(full)
        if (found) return found
      }
      return undefined
    }
    if (name.startsWith('.')) return exact(name.slice(1))
    const [first = ''] = name.split('.')
    for (let s = scope; ; s = s.slice(0, Math.max(0, s.lastIndexOf('.')))) {
      const start = inScope(s, first)
      const known = exact(start) ?? indexes.some((i) => i.others.has(start))
      if (known && first !== name) return exact(inScope(s, name))
      if (typeof known === 'object') return known
      if (s === '') return undefined
    }
  }

/** Makes views; what a file declares is indexed once, however many files see it. */
export const viewer = (find: ImportFinder): ((file: ProtoFile) => View) => {
  const indexes = new Map<ProtoFile, Index>()
  const indexed = (file: ProtoFile): Index => {
    const index = indexes.get(file) ?? indexOf(file)
    indexes.set(file, index)
    return index
  }
  const views = new Map<ProtoFile, View>()
  const make = (file: ProtoFile): View => {
    const { visible, missing } = visibleFiles(file, find)
    const declarations = [...indexed(file).types.values()]
    return { file, declarations, missing, find: finder(visible.map(indexed)) }
  }
  return (file) => {
    const view = views.get(file) ?? make(file)
    views.set(file, view)
    return view
  }
}
