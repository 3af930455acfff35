import type { Binding } from '../../core/model/deployment.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { folderOf } from '../../core/model/path.ts'
import { isDotenv } from '../../core/model/secret.ts'
import { interpolate } from '../template.ts'

const line = /^\s*(?:export\s+)?([A-Za-z_][\w.]*)\s*=\s*(.*?)\s*$/

const unquote = (value: string): string => {
  const quoted = /^(["'])(.*?)\1/.exec(value)
  return quoted ? quoted[2]! : value.replace(/\s+#.*$/, '')
}

const read = ({ path, text }: SourceFile): Facts => {
  const bindings = text.split('\n').flatMap((raw, i): Binding[] => {
    const m = line.exec(raw)
    if (!m) return []
    const at = { path, line: i + 1 }
    return [
      {
        deployment: `dotenv:${folderOf(path)}`,
        unit: `dotenv/${path}`,
        key: m[1]!,
        value: interpolate(unquote(m[2]!), 'shell', at),
        at,
      },
    ]
  })
  return { bindings, volatile: true }
}

/** `.env` files and their kin (`.env.local`, `web.env`). Their values are never stored. */
export const dotenvReader: Reader = {
  id: 'dotenv',
  version: 3,
  read,
  accepts: isDotenv,
}
