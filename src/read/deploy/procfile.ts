import type { Binding, Unit } from '../../core/model/deployment.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { folderOf } from '../../core/model/path.ts'
import { commandPorts, commandWords } from './command.ts'
import { textUses } from './text.ts'

const line = /^([A-Za-z0-9][\w-]{0,62}):\s+(\S.*)$/
const processesMax = 50

const read = ({ path, text }: SourceFile): Facts => {
  const folder = folderOf(path)
  const deployment = `procfile:${folder}`
  const found = text
    .split('\n')
    .flatMap((raw, i) => {
      const m = line.exec(raw)
      return m ? [{ name: m[1]!, command: m[2]!, at: { path, line: i + 1 } }] : []
    })
    .slice(0, processesMax)
  const units = found.map(
    ({ name, command, at }): Unit => ({
      deployment,
      name,
      origin: 'procfile',
      aliases: [],
      context: folder,
      ports: commandPorts(command),
      words: commandWords(command),
      labels: [],
      at,
      ...(name === 'release' ? { kind: 'job' as const } : {}),
    }),
  )
  // Whoever runs a Procfile on a machine of its own reads the `.env` beside it.
  const bindings = found.map(
    ({ name, at }): Binding => ({
      deployment,
      unit: name,
      key: '*',
      value: { kind: 'name', name: `dotenv/${folder === '' ? '.env' : `${folder}/.env`}` },
      at,
    }),
  )
  const code = found.flatMap(({ name, command, at }) =>
    textUses({ path, lang: 'shell', unit: name, texts: [{ text: command, at }] }),
  )
  return { units, bindings, code }
}

/** Procfiles: one unit for each type of process, all of one folder. */
export const procfileReader: Reader = {
  id: 'procfile',
  version: 4,
  read,
  accepts: (path) => /(?:^|\/)Procfile$/.test(path),
}
