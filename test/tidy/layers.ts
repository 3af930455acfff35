import type { Import, Source } from './source.ts'

type Layer = {
  /** Which layers it may import, besides itself. */
  readonly layers: readonly string[]
  /** Which packages and parts of Node it may import; undefined: any that `closed` does not name. */
  readonly packages?: readonly string[]
}

const core = ['zod', 'semver', '@noble/*', '@renovatebot/pep440', 'node:crypto']
const shell: Layer = { layers: ['app', 'core', 'ports'] }
const adapter: Layer = { layers: ['ports', 'core'] }

/** The direction of imports: design, layers and folders. */
const layers: Readonly<Record<string, Layer>> = {
  'core.ts': { layers: ['core'], packages: [] },
  core: { layers: [], packages: core },
  read: { layers: ['core'], packages: [...core, 'yaml', 'jsonc-parser', 'smol-toml'] },
  emit: { layers: ['core'], packages: [] },
  ports: { layers: ['core'] },
  app: { layers: ['core', 'read', 'emit', 'ports'] },
  trading: { layers: ['core', 'ports'] },
  node: adapter,
  fabric: adapter,
  cli: shell,
  panel: shell,
  mcp: shell,
}

const shells = ['cli', 'panel', 'mcp']
const adapters = ['node', 'fabric']

/** What does I/O is for adapters and shells. */
const closed =
  /^(node:(fs|net|http|https|http2|dgram|tls|child_process|os|worker_threads|sea|sqlite)(\/.*)?|better-sqlite3|fast-glob)$/
const open = [...adapters, ...shells]

/** All that core may take from node:crypto: functions of bytes, no keys made, no random numbers. */
const cryptoNames = ['hash', 'createHash', 'verify', 'createPublicKey', 'KeyObject']

const layerOf = (path: string): string => path.split('/')[1] ?? ''

const isAllowed = (specifier: string, allowed: readonly string[]): boolean =>
  allowed.some((one) =>
    one.endsWith('/*')
      ? specifier.startsWith(one.slice(0, -1))
      : specifier === one || specifier.startsWith(`${one}/`),
  )

const mayImportLayer = (path: string, from: string, to: string): boolean =>
  from === to ||
  layers[from]?.layers.includes(to) === true ||
  (shells.includes(from) && path.endsWith('/main.ts') && adapters.includes(to))

const complaintOf = (path: string, from: string, one: Import): string | undefined => {
  const { specifier, target, names } = one
  if (target !== undefined) {
    if (!target.startsWith('src/')) return `imports ${target}, which is outside src`
    const to = layerOf(target)
    return mayImportLayer(path, from, to) ? undefined : `${from} imports ${target}`
  }
  const { packages } = layers[from]!
  if (
    packages === undefined
      ? !open.includes(from) && closed.test(specifier)
      : !isAllowed(specifier, packages)
  )
    return `${from} imports ${specifier}`
  if (packages === undefined || specifier !== 'node:crypto') return undefined
  const extra = names.filter((name) => !cryptoNames.includes(name))
  return extra.length > 0 ? `${from} takes ${extra.join(', ')} from node:crypto` : undefined
}

/** Imports that go against the layers, as `path:line: why`. */
export const wrongImports = (sources: readonly Source[]): readonly string[] =>
  sources.flatMap((source) => {
    const from = layerOf(source.path)
    if (layers[from] === undefined) return [`${source.path}: ${from} is no layer of the design`]
    return source.imports.flatMap((one) => {
      const complaint = complaintOf(source.path, from, one)
      return complaint === undefined ? [] : [`${source.path}:${one.line}: ${complaint}`]
    })
  })
