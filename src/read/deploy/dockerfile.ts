import type { Binding, PortClaim, Unit } from '../../core/model/deployment.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { baseOf, folderOf } from '../../core/model/path.ts'
import type { Place } from '../../core/model/place.ts'
import { portsIn } from '../code/numbers.ts'
import { interpolate } from '../template.ts'
import { textUses } from './text.ts'

type Instruction = { readonly word: string; readonly rest: string; readonly line: number }
type Stage = {
  readonly base: string
  readonly name: string
  readonly body: Instruction[]
  readonly parent?: Stage
}

/** Folders that say where a thing stands in its project, not what it is. */
const places = new Set([
  'src',
  'app',
  'docker',
  'build',
  'deploy',
  'deployment',
  'container',
  '.docker',
  'dockerfiles',
  'package',
  'cmd',
  'main',
  'server',
  'backend-src',
  'code',
  'image',
])

const accepts = (path: string): boolean =>
  /(?:^|\/)(?:[Dd]ockerfile|Containerfile)(?:\.[\w.-]+)?$|\.[Dd]ockerfile$/.test(path)

/** Instructions with continuation lines joined; the line is where each starts. */
const instructions = (text: string): Instruction[] => {
  const out: Instruction[] = []
  let open: { text: string; line: number } | undefined
  for (const [i, raw] of text.split('\n').entries()) {
    if (/^\s*#/.test(raw) || (raw.trim() === '' && !open)) continue
    const continued = /\\\s*$/.test(raw)
    const piece = raw.replace(/\\\s*$/, ' ')
    open = open ? { text: open.text + piece, line: open.line } : { text: piece, line: i + 1 }
    if (continued) continue
    const m = /^\s*([A-Za-z]+)\s+(.*)$/s.exec(open.text)
    if (m) out.push({ word: m[1]!.toUpperCase(), rest: m[2]!.trim(), line: open.line })
    open = undefined
  }
  return out
}

const stagesOf = (all: readonly Instruction[]): Stage[] => {
  const stages: Stage[] = []
  const named = new Map<string, Stage>()
  for (const i of all) {
    if (i.word !== 'FROM') {
      stages.at(-1)?.body.push(i)
      continue
    }
    const m = /^(?:--\S+\s+)*(\S+)(?:\s+[Aa][Ss]\s+(\S+))?/.exec(i.rest)
    const base = m?.[1] ?? ''
    const parent = named.get(base)
    const stage = { base, name: m?.[2] ?? '', body: [], ...(parent ? { parent } : {}) }
    stages.push(stage)
    if (stage.name !== '' && !named.has(stage.name)) named.set(stage.name, stage)
  }
  return stages
}

const stagesMax = 100
const bindingsMax = 2000

/** A stage and the stages that it is made from, the first of them first. */
const lineage = (stage: Stage): Stage[] => {
  const out: Stage[] = []
  for (let s: Stage | undefined = stage; s && out.length < stagesMax; s = s.parent) out.unshift(s)
  return out
}

/** `K=v K2="v 2"` and the old `K v`, each at its own line. */
const environmentOf = (
  i: Instruction,
  source: readonly string[],
): { key: string; value: string; line: number }[] => {
  const pairs = [...i.rest.matchAll(/([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)].map(
    (m) => ({ key: m[1]!, value: m[2]!.replace(/^["']|["']$/g, '') }),
  )
  const old = /^([A-Za-z_]\w*)\s+(.+)$/.exec(i.rest)
  const all =
    pairs.length > 0 && !/^[A-Za-z_]\w*\s/.test(i.rest)
      ? pairs
      : old
        ? [{ key: old[1]!, value: old[2]!.trim() }]
        : pairs
  return all.map((p) => {
    const offset = source
      .slice(i.line - 1, i.line + 60)
      .findIndex((l) => l.includes(`${p.key}=`) || l.includes(`${p.key} `))
    return { ...p, line: i.line + Math.max(0, offset) }
  })
}

const copiesMax = 200

/** What it takes from the folder that it is built in: a path each, without what comes from other stages. */
const copiesOf = (all: readonly Instruction[]): string[] =>
  all
    .filter((i) => (i.word === 'COPY' || i.word === 'ADD') && !/(?:^|\s)--from=/.test(i.rest))
    .flatMap((i) => {
      const words = commandText(i.rest.replace(/^(?:--\S+\s+)+/, '')).split(/\s+/)
      return words.slice(0, -1)
    })
    .slice(0, copiesMax)

const nameFor = (folder: string, file: string): string => {
  const parts = folder.split('/').filter((p) => p !== '')
  const own = /^(.+)\.[Dd]ockerfile$/.exec(file)?.[1]
  return parts.findLast((p) => !places.has(p.toLowerCase())) ?? own ?? parts.at(-1) ?? ''
}

const commandText = (rest: string): string => {
  try {
    const list: unknown = rest.startsWith('[') ? JSON.parse(rest) : undefined
    return Array.isArray(list) ? list.join(' ') : rest
  } catch {
    return rest
  }
}

const exposedIn = (body: readonly Instruction[], path: string): PortClaim[] =>
  body
    .filter((i) => i.word === 'EXPOSE')
    .flatMap((i) =>
      [...i.rest.matchAll(/(?<![\w$-])(\d{1,5})(?:\/(udp|tcp))?(?![\w-])/gi)].map((m) => ({
        port: Number(m[1]),
        protocol: m[2]?.toLowerCase() === 'udp' ? ('udp' as const) : ('tcp' as const),
        by: 'EXPOSE',
        at: { path, line: i.line },
      })),
    )

const read = (file: SourceFile): Facts => {
  const stages = stagesOf(instructions(file.text))
  const last = stages.at(-1)
  if (last === undefined) return {}
  const folder = folderOf(file.path)
  const deployment = `dockerfile:${folder}`
  const name = nameFor(folder, baseOf(file.path))
  const stagesUp = lineage(last)
  const body = stagesUp.flatMap((st) => st.body)
  const place = (line: number): Place => ({ path: file.path, line })
  const source = file.text.split('\n')
  const ports = body
    .filter((i) => i.word === 'EXPOSE')
    .flatMap((i) => [...i.rest.matchAll(/\b(\d{1,5})\b/g)].map((m) => Number(m[1])))
  const named = stages
    .filter((s) => s.name !== '')
    .map((s) => ({ name: s.name, copies: copiesOf(lineage(s).flatMap((st) => st.body)) }))
    .slice(0, stagesMax)
  const unit: Unit = {
    deployment,
    name,
    origin: 'dockerfile',
    aliases: [],
    image: stagesUp[0]!.base,
    context: folder,
    dockerfile: file.path,
    copies: copiesOf(stages.flatMap((st) => st.body)),
    ...(named.length > 1 ? { stages: named } : {}),
    ports,
    claims: exposedIn(body, file.path),
    numbers: portsIn(
      body
        .filter((i) => i.word !== 'EXPOSE')
        .map((i) => i.rest)
        .join('\n'),
    ),
    labels: [],
    at: place(1),
  }
  const bindings = body
    .filter((i) => i.word === 'ENV')
    .flatMap((i) => environmentOf(i, source))
    .slice(0, bindingsMax)
    .map(
      (e): Binding => ({
        deployment,
        unit: name,
        key: e.key,
        value: interpolate(e.value, 'shell', place(e.line)),
        at: place(e.line),
      }),
    )
  const run = body
    .filter((i) => i.word === 'CMD' || i.word === 'ENTRYPOINT')
    .map((i) => ({ text: commandText(i.rest), at: place(i.line) }))
  return {
    units: [unit],
    bindings,
    code: textUses({ path: file.path, lang: 'dockerfile', texts: run }),
    volatile: true,
  }
}

/** Dockerfiles: the image of the last stage, its environment, ports and command. */
export const dockerfileReader: Reader = { id: 'dockerfile', version: 3, accepts, read }
