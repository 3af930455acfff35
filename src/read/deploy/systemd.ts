import type { Binding, Unit } from '../../core/model/deployment.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { baseOf, folderOf } from '../../core/model/path.ts'
import { scopeOf } from '../code/scope.ts'
import { interpolate } from '../template.ts'
import { commandFiles, commandPorts } from './command.ts'
import { textUses } from './text.ts'

type Entry = { readonly key: string; readonly value: string; readonly line: number }

const linesMax = 2000
const continuedMax = 200

/** `key = value` of the section `[Service]`, lines that end in a backslash joined. */
const serviceEntries = (text: string): Entry[] => {
  const lines = text.split('\n').slice(0, linesMax)
  const out: Entry[] = []
  let section = ''
  for (let i = 0; i < lines.length; i++) {
    const line = i + 1
    let raw = lines[i]!.trim()
    for (let n = 0; raw.endsWith('\\') && i + 1 < lines.length && n < continuedMax; n++)
      raw = `${raw.slice(0, -1)} ${lines[++i]!.trim()}`
    section = /^\[(\w+)\]$/.exec(raw)?.[1] ?? section
    const m = /^([A-Z]\w*)\s*=\s*(.*)$/.exec(raw)
    if (m && section === 'Service') out.push({ key: m[1]!, value: m[2]!, line })
  }
  return out
}

const assignment = /"([A-Za-z_]\w*)=([^"]*)"|'([A-Za-z_]\w*)=([^']*)'|([A-Za-z_]\w*)=(\S*)/g

const environmentPorts = (entries: readonly Entry[]): number[] =>
  entries
    .filter((e) => e.key === 'Environment')
    .flatMap((e) => [...e.value.matchAll(assignment)])
    .filter((m) => (m[1] ?? m[3] ?? m[5]) === 'PORT')
    .flatMap((m) => commandPorts(`PORT=${m[2] ?? m[4] ?? m[6] ?? ''}`))

/** Those who start containers run nothing of the repository themselves. */
const startsOthers = /\b(?:docker|podman|docker-compose|kubectl|nerdctl)\b/

const read = ({ path, text }: SourceFile): Facts => {
  const entries = serviceEntries(text)
  const start = entries.find((e) => e.key === 'ExecStart' && e.value !== '')
  const name = baseOf(path).replace(/@?\.service$/, '')
  if (start === undefined || startsOthers.test(start.value) || scopeOf(path) === 'test') return {}
  const deployment = `systemd:${folderOf(path)}`
  const at = { path, line: start.line }
  const files = commandFiles(start.value)
  const workdir = entries.findLast((e) => e.key === 'WorkingDirectory' && e.value.startsWith('/'))
  const isJob = entries.some((e) => e.key === 'Type' && e.value === 'oneshot')
  const unit: Unit = {
    deployment,
    name,
    origin: 'systemd',
    aliases: [],
    ports: [...new Set([...commandPorts(start.value), ...environmentPorts(entries)])],
    ...(files.length > 0 ? { opens: files } : {}),
    ...(workdir === undefined ? {} : { workdir: workdir.value }),
    labels: [],
    at,
    ...(isJob ? { kind: 'job' as const } : {}),
    ...(entries.some((e) => e.key === 'EnvironmentFile') ? { hiddenKeys: ['*'] } : {}),
  }
  const bindings = entries
    .filter((e) => e.key === 'Environment')
    .flatMap((e) =>
      [...e.value.matchAll(assignment)].map((m): Binding => {
        const place = { path, line: e.line }
        return {
          deployment,
          unit: name,
          key: (m[1] ?? m[3] ?? m[5])!,
          value: interpolate(m[2] ?? m[4] ?? m[6] ?? '', 'shell', place),
          at: place,
        }
      }),
    )
  const code = textUses({ path, lang: 'shell', unit: name, texts: [{ text: start.value, at }] })
  return { units: [unit], bindings, code, volatile: true }
}

/** Unit files of systemd: what they start, and the variables that it is given. */
export const systemdReader: Reader = {
  id: 'systemd',
  version: 3,
  read,
  accepts: (path) => /\.service$/.test(path),
}
