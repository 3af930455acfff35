import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { normalForm } from '../config/normal.ts'
import { proxyFacts, type Upstream } from './proxy.ts'

const passing = new Set(['reverse_proxy', 'php_fastcgi', 'forward_auth', 'transparent_proxy'])
const isMatcher = /^(?:[@*/]|\{|unix\/|\$\{[^}]*\}\/)/

/** Words of a line; comments begin with `#` at the start of a word. */
const wordsOf = (line: string): string[] => {
  const words = line.trim().split(/\s+/)
  const comment = words.findIndex((w) => w.startsWith('#'))
  return comment < 0 ? words : words.slice(0, comment)
}

const read = ({ path, text }: SourceFile): Facts => {
  const out: Upstream[] = []
  const blocks: string[] = []
  for (const [i, line] of normalForm(text).split('\n').entries()) {
    const words = wordsOf(line)
    const [first = '', ...rest] = words
    const at = { path, line: i + 1 }
    const isTo = first === 'to' && passing.has(blocks.at(-1) ?? '')
    if (passing.has(first) || isTo)
      for (const address of rest)
        if (!isMatcher.test(address)) out.push({ address, at, api: isTo ? blocks.at(-1)! : first })
    if (words.at(-1) === '{') blocks.push(first)
    else if (first === '}') blocks.pop()
  }
  return { code: proxyFacts({ path, lang: 'caddy' }, out) }
}

/** Caddyfiles: whom they pass requests to. */
export const caddyReader: Reader = {
  id: 'caddy',
  version: 1,
  read,
  accepts: (path) => /(?:^|\/)(?:[\w.-]*\.)?Caddyfile(?:[.-][\w.-]+)?$/i.test(path),
}
