import {
  findNodeAtLocation,
  type Node as JsonNode,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser'
import { type Diagnostic, diagnostic } from '../core/diag/diagnostic.ts'
import { RttError } from '../core/diag/error.ts'
import { nestingDepth } from '../core/json/parse.ts'
import type { Unit } from '../core/model/deployment.ts'
import type { Facts, Reader, SourceFile } from '../core/model/facts.ts'
import { type Manifest, type ManifestSymbol, manifestSchema } from '../core/model/manifest.ts'
import { folderOf } from '../core/model/path.ts'
import type { Place } from '../core/model/place.ts'
import { parseSaddr } from '../core/model/saddr.ts'

const depthMax = 32
const manifestVersion = 1

const placeAt = ({ path, text }: SourceFile, offset: number): Place => {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { path, line, column: offset - before.lastIndexOf('\n') }
}

const placeOf = (
  file: SourceFile,
  root: JsonNode,
  pointer: readonly (string | number)[],
): Place => {
  for (let n = pointer.length; n > 0; n--) {
    const node = findNodeAtLocation(root, pointer.slice(0, n) as (string | number)[])
    if (node) return placeAt(file, node.offset)
  }
  return placeAt(file, root.offset)
}

const parse = (
  file: SourceFile,
): { root?: JsonNode; value?: unknown; diagnostics: Diagnostic[] } => {
  if (nestingDepth(new TextEncoder().encode(file.text), depthMax) > depthMax)
    return {
      diagnostics: [
        diagnostic('RTT1013', `nested deeper than ${depthMax} levels`, {
          at: { path: file.path, line: 1 },
        }),
      ],
    }
  const errors: ParseError[] = []
  const root = parseTree(file.text, errors, { disallowComments: true })
  const first = errors[0]
  if (first)
    return {
      diagnostics: [
        diagnostic('RTT1002', `this JSON cannot be parsed: ${printParseErrorCode(first.error)}`, {
          at: placeAt(file, first.offset),
        }),
      ],
    }
  return root === undefined
    ? { diagnostics: [] }
    : { root, value: JSON.parse(file.text) as unknown, diagnostics: [] }
}

const newer = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  'v' in value &&
  typeof value.v === 'number' &&
  value.v > manifestVersion

const addressProblem = (address: string): string | undefined => {
  try {
    parseSaddr(address)
    return undefined
  } catch (error) {
    if (error instanceof RttError) return error.message
    throw error
  }
}

const toUnit = (s: ManifestSymbol, dir: string): Unit[] => {
  const address = parseSaddr(s.address)
  if (address.type !== 'service' && address.type !== 'agent') return []
  return [
    {
      deployment: `manifest:${dir}`,
      name: address.name,
      origin: 'manifest',
      aliases: [],
      context: dir,
      ports: s.run?.ready ? [s.run.ready.port] : [],
      labels: [],
      at: { path: s.at.path, line: s.at.line },
    },
  ]
}

const read = (file: SourceFile): Facts => {
  const { root, value, diagnostics } = parse(file)
  if (root === undefined) return { diagnostics }
  if (newer(value))
    return {
      diagnostics: [
        diagnostic('RTT6002', 'this manifest was made for a newer RTT', {
          at: { path: file.path, line: 1 },
        }),
      ],
    }
  const checked = manifestSchema.safeParse(value)
  if (!checked.success) {
    return {
      diagnostics: checked.error.issues.slice(0, 20).map((i) =>
        diagnostic('RTT1010', `/${i.path.join('/')}: ${i.message}`, {
          at: placeOf(file, root, i.path as (string | number)[]),
        }),
      ),
    }
  }
  const dir = folderOf(file.path)
  const symbols = checked.data.symbols.map(
    (s, i): ManifestSymbol => ({
      ...s,
      pointer: `/symbols/${i}`,
      at: placeOf(file, root, ['symbols', i, 'address']),
      ...(s.contract === undefined
        ? {}
        : { contractAt: placeOf(file, root, ['symbols', i, 'contract']) }),
    }),
  )
  const wrong = symbols.flatMap((s) => {
    const why = addressProblem(s.address)
    return why === undefined
      ? []
      : [diagnostic('RTT1010', `${s.pointer}/address: ${why}`, { at: s.at })]
  })
  const good = symbols.filter((s) => addressProblem(s.address) === undefined)
  const manifest: Manifest = { dir, at: { path: file.path, line: 1 }, symbols: good }
  return {
    manifests: [manifest],
    volatile: true,
    units: good.flatMap((s) => toUnit(s, dir)),
    diagnostics: wrong,
  }
}

/** `rtt.manifest.json` at any depth: what wins over all that is found. */
export const manifestReader: Reader = {
  id: 'manifest',
  version: 1,
  read,
  accepts: (path) => /(?:^|\/)rtt\.manifest\.json$/.test(path),
}
