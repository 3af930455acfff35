import { type Edit, type Kind, oneFile, withLine } from '../edit.ts'
import { type Host, hostsOf, readersOf, settingsOf } from '../peers.ts'
import { languageOf, type Repository, type Text } from '../repository.ts'

type Found = Omit<Edit, 'kind' | 'isBreaking'>

/** Files of those who are told the address of a host, in its own file or in any. */
const consumersOf = (r: Repository, host: string, file?: string): string[] =>
  settingsOf(r)
    .filter((s) => s.host === host && (file === undefined || s.text.path === file))
    .flatMap((s) => [s.text.path, ...readersOf(r, s.key).map((t) => t.path)])

const isCompose = (t: Text): boolean => languageOf(t.path) === 'compose'

/** A file without the block of a compose service. */
const withoutBlock = ({ text, line }: Host): string => {
  let end = line + 1
  while (end < text.lines.length && !/^ {0,2}\S/.test(text.lines[end]!)) end++
  return [...text.lines.slice(0, line), ...text.lines.slice(end)].join('\n')
}

/** A file without the documents that bear a name: the workload and its Service. */
const withoutDocuments = ({ text, name }: Host): string =>
  text.text
    .split(/^---\s*$/m)
    .filter(
      (d) => !new RegExp(`^metadata:\\n(?:  .*\\n)*?  name: ['"]?${name}['"]?\\s*$`, 'm').test(d),
    )
    .join('---')

export const serviceDeleted: Kind = {
  name: 'service deleted',
  isBreaking: true,
  find: (r) =>
    hostsOf(r).flatMap((h): Found[] => {
      if (consumersOf(r, h.name, h.text.path).length === 0) return []
      const other = consumersOf(r, h.name)
      const text = isCompose(h.text) ? withoutBlock(h) : withoutDocuments(h)
      return [
        {
          format: languageOf(h.text.path),
          what: `${h.name} in ${h.text.path}`,
          files: oneFile(h.text.path, text),
          side: hostsOf(r)
            .map((x) => x.text.path)
            .concat(other),
          other,
          codes: ['RTT2012', 'RTT1112'],
        },
      ]
    }),
}

export const serviceRenamed: Kind = {
  name: 'service renamed',
  isBreaking: true,
  find: (r) =>
    hostsOf(r).flatMap((h): Found[] => {
      if (consumersOf(r, h.name, h.text.path).length === 0) return []
      const other = consumersOf(r, h.name)
      const line = h.text.lines[h.line]!.replace(h.name, `${h.name}-next`)
      return [
        {
          format: languageOf(h.text.path),
          what: `${h.name} in ${h.text.path}:${h.line + 1}`,
          files: oneFile(h.text.path, withLine(h.text, h.line, line)),
          side: [h.text.path],
          other,
          codes: ['RTT2012', 'RTT1112'],
        },
      ]
    }),
}

/** Lines of a provider that say the port at which others dial it. */
const portLines = (r: Repository, host: string, port: string) =>
  r.texts.flatMap((t) => {
    const own = t.path.split('/').some((s) => s.replace(/\.\w+$/, '') === host)
    const started = hostsOf(r).some((h) => h.name === host && h.text === t)
    if (!own && !started) return []
    return t.lines.flatMap((l, i) => {
      const says = new RegExp(`(?<![\\d.])${port}(?!\\d)`).test(l)
      const isPort =
        /^\s*(?:- )?(?:port|targetPort|containerPort):/.test(l) ||
        /^EXPOSE /.test(l) ||
        /\.listen\(|ListenAndServe|net\.Listen|app\.run\(/.test(l)
      // The port of a probe is nobody's but the platform's.
      const isProbe = t.lines
        .slice(Math.max(0, i - 3), i)
        .some((x) => /Probe|httpGet|tcpSocket/.test(x))
      return says && isPort && !isProbe && (own || started) ? [{ t, line: i }] : []
    })
  })

/** The part of a manifest that a line stands in is about a host. */
const isAbout = (t: Text, line: number, host: string): boolean => {
  if (!/\.ya?ml$/.test(t.path)) return true
  const before = t.lines.slice(0, line).findLastIndex((l) => /^---/.test(l))
  const after = t.lines.findIndex((l, i) => i > line && /^---/.test(l))
  const document = t.lines.slice(before + 1, after < 0 ? undefined : after)
  return document.some((l) => new RegExp(`^  name: ['"]?${host}['"]?\\s*$`).test(l))
}

/** A provider listens elsewhere than those who dial it believe. */
export const portMovedAtProvider: Kind = {
  name: 'port moved at provider',
  isBreaking: true,
  find: (r) => {
    const dialed = new Map(
      settingsOf(r).flatMap((s) => (s.port ? [[`${s.host}:${s.port}`, s] as const] : [])),
    )
    return [...dialed.values()].flatMap((s) =>
      portLines(r, s.host, s.port!)
        .filter(({ t, line }) => isAbout(t, line, s.host))
        .map(({ t, line }): Found => {
          const moved = String(Number(s.port) + 1111)
          const text = withLine(t, line, t.lines[line]!.replace(s.port!, moved))
          return {
            format: languageOf(t.path),
            what: `${s.host}: ${t.lines[line]!.trim()} in ${t.path}:${line + 1}`,
            files: oneFile(t.path, text),
            side: [t.path],
            other: [
              ...portLines(r, s.host, s.port!).map((x) => x.t.path),
              ...consumersOf(r, s.host),
            ],
            codes: ['RTT2013', 'RTT1113'],
          }
        }),
    )
  },
}
