import type { SourceFile } from '../../core/model/facts.ts'
import { type Section, type Setting, settingsMax } from './setting.ts'

const lineMax = 2000
const unquote = (text: string): string => /^(["'])(.*)\1[,;]?$/.exec(text)?.[2] ?? text

/** Java's properties: `a.b=c`, `a.b: c`, a backslash at the end goes on; `#---` begins another document. */
export const propertySections = ({ path, text }: SourceFile): Section[] => {
  const sections: Setting[][] = [[]]
  const lines = text.split('\n')
  for (let i = 0; i < lines.length && sections.at(-1)!.length < settingsMax; i++) {
    const line = i + 1
    let raw = lines[i]!.trim()
    while (raw.endsWith('\\') && i + 1 < lines.length && raw.length < lineMax)
      raw = raw.slice(0, -1) + lines[++i]!.trim()
    if (/^[#!]---/.test(raw)) sections.push([])
    if (raw.length > lineMax || /^[#!]/.test(raw)) continue
    const m = /^([^\s:=]+)[ \t]*[:=][ \t]*(.*)$/.exec(raw)
    if (m)
      sections.at(-1)!.push({
        keys: m[1]!.split('.'),
        text: m[2]!.replace(/\\([:=#!\\ ])/g, '$1'),
        at: { path, line },
      })
  }
  return sections
}

const header = /^\[{1,2}([^\]]{1,200})\]{1,2}$/
const opening = /^([\w."'-]{1,200})[ \t]*[=:]?[ \t]*\{$/
const pair = /^([\w."'/-]{1,200})[ \t]*(?:=>|\+=|=|:(?![/\w]))[ \t]*(.+)$/

/** `["a:1", "b:2"]` as its items; anything else as one. */
const itemsOf = (text: string): readonly string[] => {
  const list = /^\[(.*)\]$/.exec(text)
  return list ? list[1]!.split(',').map((t) => unquote(t.trim())) : [unquote(text)]
}

/**
 * INI, HOCON and what is written like them: `[section]`, `key = value`, `key => value`, `key {` … `}`. Nothing is
 * said of lines that look otherwise.
 */
export const lineSections = ({ path, text }: SourceFile): Section[] => {
  const out: Setting[] = []
  const blocks: string[][] = []
  let section: string[] = []
  for (const [i, written] of text.split('\n').entries()) {
    const raw = written.trim()
    if (raw === '' || raw.length > lineMax || /^(?:[#;]|\/\/)/.test(raw)) continue
    const named = header.exec(raw)
    const opened = opening.exec(raw)
    const found = named || opened ? null : pair.exec(raw)
    if (named) section = named[1]!.split('.')
    else if (opened) blocks.push(unquote(opened[1]!).split('.'))
    else if (/^\}/.test(raw)) blocks.pop()
    else if (found && out.length < settingsMax) {
      const value = found[2]!.replace(/[ \t]+(?:#|;|\/\/).*$/, '').replace(/[,;]$/, '')
      const keys = [...section, ...blocks.flat(), ...unquote(found[1]!).split('.')]
      const items = itemsOf(value)
      for (const [n, item] of items.entries())
        out.push({
          keys: items.length === 1 ? keys : [...keys, `${n}`],
          text: item,
          at: { path, line: i + 1 },
        })
    }
  }
  return [out]
}
