import { holds, type Repository, type Text } from './repository.ts'

/** A host that a deployment file starts, and where. */
export type Host = { readonly name: string; readonly text: Text; readonly line: number }

const composeHosts = (text: Text): Host[] => {
  const start = text.lines.findIndex((l) => /^services:\s*(?:#.*)?$/.test(l))
  if (start < 0) return []
  const found: Host[] = []
  for (let i = start + 1; i < text.lines.length; i++) {
    const line = text.lines[i]!
    if (/^\S/.test(line) && !line.startsWith('#')) break
    const name = /^ {2}([\w.-]+):\s*(?:#.*)?$/.exec(line)?.[1]
    if (name) found.push({ name, text, line: i })
  }
  return found
}

/** Services of Kubernetes by the names in their metadata. */
const clusterHosts = (text: Text): Host[] => {
  const found: Host[] = []
  let kind = ''
  let inMeta = false
  for (const [i, line] of text.lines.entries()) {
    if (/^---/.test(line)) kind = ''
    const k = /^kind:\s*(\w+)/.exec(line)?.[1]
    if (k) kind = k
    if (/^metadata:/.test(line)) inMeta = true
    else if (/^\S/.test(line)) inMeta = false
    const name = inMeta ? /^ {2}name:\s*['"]?([a-z][\w-]*)['"]?\s*$/.exec(line)?.[1] : undefined
    if (name && kind === 'Service') found.push({ name, text, line: i })
  }
  return found
}

/** All hosts that deployment files start, as their texts say. */
export const hostsOf = (r: Repository): readonly Host[] =>
  r.settings.flatMap((t) => [...composeHosts(t), ...clusterHosts(t)])

/** A variable that a deployment file sets to an address of a host that another one starts. */
export type Setting = {
  readonly key: string
  readonly value: string
  readonly host: string
  readonly port: string | undefined
  readonly text: Text
  /** The line of the key, and of the value. */
  readonly line: number
  readonly valueLine: number
}

const address =
  /^['"]?(?:\w+:\/\/)?(?:[^@/\s]*@)?([a-zA-Z][\w-]*)(?::(\d{2,5}|\$\{\w+\}))?(?:\/[^\s]*)?['"]?$/

const keyed = (text: Text): Omit<Setting, 'host' | 'port'>[] =>
  text.lines.flatMap((line, i): Omit<Setting, 'host' | 'port'>[] => {
    const inline =
      /^\s*(?:- ['"]?)?([A-Z][A-Z0-9_]{3,})\s*[:=]\s*['"]?([^\s'"#]+)['"]?\s*(?:#.*)?$/.exec(line)
    if (inline) return [{ key: inline[1]!, value: inline[2]!, text, line: i, valueLine: i }]
    const named = /^\s+- name:\s*['"]?([A-Z][A-Z0-9_]{3,})['"]?\s*$/.exec(line)?.[1]
    const value = /^\s+value:\s*['"]?([^\s'"#]+)['"]?/.exec(text.lines[i + 1] ?? '')?.[1]
    return named && value ? [{ key: named, value, text, line: i, valueLine: i + 1 }] : []
  })

/** A word that is also a host may be a name of anything: the variable or the value has to say that it is an address. */
const isAddress = ({ key, value }: { readonly key: string; readonly value: string }): boolean =>
  /[:/]/.test(value) || /HOST|ADDR|URL|URI|ENDPOINT|SERVER|BROKER/.test(key)

const plainName = (name: string): string => name.replace(/[-_]/g, '').toLowerCase()

/** The unit that a line of a deployment file is about: its document of Kubernetes, or its service of compose. */
const ownerOf = (r: Repository, text: Text, line: number): string | undefined => {
  const from = text.lines.slice(0, line).findLastIndex((l) => /^---/.test(l)) + 1
  const named = /^metadata:\n(?: {2}.*\n)*? {2}name:\s*['"]?([\w-]+)/m.exec(
    text.lines.slice(from).join('\n'),
  )?.[1]
  return (
    named ??
    hostsOf(r)
      .filter((h) => h.text === text && h.line < line)
      .at(-1)?.name
  )
}

/** Whether a setting is for the program of a folder: it stands in the part of the file that starts that one, or any. */
export const isFor = (r: Repository, { text, line }: Setting, home: string): boolean => {
  const own = ownerOf(r, text, line)
  const folder = plainName(home.split('/').at(-1) ?? '')
  const known = new Set(hostsOf(r).map((h) => plainName(h.name)))
  return own === undefined || !known.has(folder) || plainName(own) === folder
}

/** A component of Kustomize is no part of anything until a kustomization names it. */
const isComponent = (r: Repository, t: Text): boolean => {
  const folder = t.path.slice(0, t.path.lastIndexOf('/') + 1)
  return r.settings.some(
    (x) => x.path === `${folder}kustomization.yaml` && /^kind: Component/m.test(x.text),
  )
}

/** Settings whose value is the address of a host that some deployment file starts. */
export const settingsOf = (r: Repository): readonly Setting[] => {
  const hosts = new Set(hostsOf(r).map((h) => h.name))
  return r.settings
    .filter((t) => !isComponent(r, t))
    .flatMap(keyed)
    .flatMap((s): Setting[] => {
      const m = address.exec(s.value)
      const host = m?.[1]
      if (host === undefined || !hosts.has(host) || !isAddress(s)) return []
      const port = m![2]
      return [{ ...s, host, port: port?.startsWith('$') ? undefined : port }]
    })
}

const read = (key: string): RegExp =>
  new RegExp(
    `(?:[gG]et[eE]nv|LookupEnv|environ(?:\\.get)?|env::var|process\\.env|ENV\\.fetch|ENV|env|Env\\w*|GetEnvironmentVariable|Configuration)\\s*(?:\\(&?[\\w.]*,?\\s*|\\[|\\.|!?\\()\\s*["']?${key}\\b`,
  )

/** Code that reads a variable by its name. */
export const readersOf = (r: Repository, key: string): readonly Text[] =>
  r.code.filter((t) => holds(t, key) && (read(key).test(t.text) || t.text.includes(`"${key}"`)))
