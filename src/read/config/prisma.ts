import type { SourceFile } from '../../core/model/facts.ts'
import type { Section, Setting } from './setting.ts'

const blockStart = /^\s*(datasource|generator)\s+(\w+)\s*\{/
const url =
  /^\s*(url|directUrl|shadowDatabaseUrl)\s*=\s*(?:env\(\s*"([A-Za-z_]\w*)"\s*\)|"([^"]{0,300})")/

/** The data sources of a Prisma schema, `url = env("X")` as `${X}`. */
export const prismaSections = ({ path, text }: SourceFile): Section[] => {
  const out: Setting[] = []
  let block: string | undefined
  for (const [i, line] of text.split('\n').entries()) {
    const start = blockStart.exec(line)
    if (start) block = start[1]
    else if (/^\}/.test(line)) block = undefined
    const found = block === 'datasource' ? url.exec(line) : null
    if (found)
      out.push({
        keys: ['datasource', found[1]!],
        text: found[2] === undefined ? found[3]! : `\${${found[2]}}`,
        at: { path, line: i + 1 },
      })
  }
  return [out]
}
