import type { Binding, Unit } from '../../core/model/deployment.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { baseOf, folderOf } from '../../core/model/path.ts'
import { scopeOf } from '../code/scope.ts'
import { interpolate } from '../template.ts'
import { commandPorts } from './command.ts'
import { textUses } from './text.ts'

type Program = {
  readonly name: string
  readonly line: number
  readonly settings: Map<string, { readonly value: string; readonly line: number }>
}

const linesMax = 5000
const programsMax = 50
const section = /^\[(?:program|fcgi-program):([A-Za-z0-9][\w.-]{0,62})\]$/
const pair = /^([a-z_]+)\s*=\s*(.*)$/

/** What an image is given beside the program of the repository. */
const others =
  /(?:^|[\s/])(?:nginx|httpd|apache2?|php-fpm[\d.]*|redis-server|postgres|mysqld|mariadbd|memcached|cron|crond|sshd|rsyslogd|syslog-ng|socat|tail|cat|sleep|yarn|npm)(?:\s|$)/

const programsIn = (text: string): Program[] => {
  const out: Program[] = []
  let open: Program | undefined
  for (const [i, raw] of text.split('\n').slice(0, linesMax).entries()) {
    const written = raw.trim()
    const named = section.exec(written)
    if (named) {
      open = { name: named[1]!, line: i + 1, settings: new Map() }
      out.push(open)
    } else if (written.startsWith('[')) open = undefined
    const m = pair.exec(written)
    if (m) open?.settings.set(m[1]!, { value: m[2]!, line: i + 1 })
  }
  return out.slice(0, programsMax)
}

const variable = /([A-Za-z_]\w*)=(?:"([^"]*)"|'([^']*)'|([^,\s]*))/g

/** Where the programs are at home whose settings stand in a folder for settings. */
const homeOf = (path: string): string => {
  let folder = folderOf(path)
  while (
    /^(?:conf|config|configs|etc|docker|deploy|supervisor|supervisord?|ops|scripts)$/i.test(
      baseOf(folder),
    )
  )
    folder = folderOf(folder)
  return folder
}

const read = ({ path, text }: SourceFile): Facts => {
  const programs = programsIn(text).filter((p) => {
    const command = p.settings.get('command')?.value
    return command !== undefined && !others.test(command)
  })
  if (programs.length === 0 || scopeOf(path) === 'test') return {}
  const folder = homeOf(path)
  const deployment = `procfile:${folder}`
  const units = programs.map(
    (p): Unit => ({
      deployment,
      name: p.name,
      origin: 'procfile',
      aliases: [],
      context: folder,
      ports: commandPorts(p.settings.get('command')!.value),
      labels: [],
      at: { path, line: p.line },
    }),
  )
  const bindings = programs.flatMap((p): Binding[] => {
    const set = p.settings.get('environment')
    const own = [...(set?.value ?? '').matchAll(variable)].map((m): Binding => {
      const at = { path, line: set!.line }
      const value = interpolate(m[2] ?? m[3] ?? m[4] ?? '', 'shell', at)
      return { deployment, unit: p.name, key: m[1]!, value, at }
    })
    const dotenv = `dotenv/${folder === '' ? '.env' : `${folder}/.env`}`
    const at = { path, line: p.line }
    const file: Binding = {
      deployment,
      unit: p.name,
      key: '*',
      value: { kind: 'name', name: dotenv },
      at,
    }
    return [file, ...own]
  })
  const code = programs.flatMap((p) => {
    const command = p.settings.get('command')!
    const texts = [{ text: command.value, at: { path, line: command.line } }]
    return textUses({ path, lang: 'shell', unit: p.name, texts })
  })
  return { units, bindings, code, volatile: true }
}

/** Settings of Supervisor: the programs of the repository that it keeps running, as processes of one folder. */
export const supervisorReader: Reader = {
  id: 'supervisor',
  version: 1,
  read,
  accepts: (path) =>
    /(?:^|\/)supervisord?[\w.-]*\.(?:conf|ini)$|(?:^|\/)supervisord?(?:\/conf\.d)?\/[\w.-]+\.(?:conf|ini)$/i.test(
      path,
    ),
}
