import { type Node, parseTree } from 'jsonc-parser'
import { nestingDepth } from '../../core/json/parse.ts'
import type { SourceFile } from '../../core/model/facts.ts'
import { locator } from '../packages/lines.ts'
import { parseToml } from '../packages/toml.ts'
import type { Tree } from '../packages/tree.ts'
import { parseYaml, type Yaml } from '../yaml/document.ts'
import { maskPlaceholders, unmask } from './mask.ts'
import { type Section, type Setting, settingsMax } from './setting.ts'

const depthMax = 24

const walkYaml = (node: Yaml, keys: readonly string[], out: Setting[]): void => {
  if (out.length >= settingsMax || keys.length > depthMax) return
  const text = node.text
  if (text !== undefined) out.push({ keys, text: unmask(text), at: node.line })
  else if (node.isMap)
    for (const [k, child] of node.entries())
      walkYaml(child, [...keys, ...unmask(k).split('.')], out)
  else for (const [i, item] of node.items().entries()) walkYaml(item, [...keys, `${i}`], out)
}

/** The documents of a YAML file. What cannot be parsed is a template of something else: it says nothing. */
export const yamlSections = (file: SourceFile): Section[] =>
  parseYaml({ path: file.path, text: maskPlaceholders(file.text) }).roots.map((root) => {
    const out: Setting[] = []
    walkYaml(root, [], out)
    return out
  })

/** JSON, with or without comments. */
export const jsonSections = (file: SourceFile): Section[] => {
  const locate = locator(file)
  const out: Setting[] = []
  const walk = (node: Node | undefined, keys: readonly string[]): void => {
    if (node === undefined || out.length >= settingsMax || keys.length > depthMax) return
    if (node.type === 'string' || node.type === 'number')
      out.push({
        keys,
        text: String(node.value),
        at: { path: file.path, line: locate(node.offset).line },
      })
    else if (node.type === 'array')
      for (const [i, item] of (node.children ?? []).entries()) walk(item, [...keys, `${i}`])
    else if (node.type === 'object')
      for (const p of node.children ?? [])
        walk(p.children?.[1], [...keys, String(p.children?.[0]?.value ?? '')])
  }
  if (nestingDepth(new TextEncoder().encode(file.text), depthMax) <= depthMax)
    walk(parseTree(file.text.replace(/^\uFEFF/, ' '), [], { allowTrailingComma: true }), [])
  return [out]
}

/** TOML; numbers are read from the text, since the tree does not keep them. */
export const tomlSections = (file: SourceFile): Section[] => {
  const lines = file.text.split('\n')
  const out: Setting[] = []
  const walk = (node: Tree, keys: readonly string[]): void => {
    if (out.length >= settingsMax || keys.length > depthMax) return
    const at = { path: file.path, line: node.at.line }
    if (node.kind === 'text') out.push({ keys, text: node.value, at })
    else if (node.kind === 'number') {
      const { line, column = 1, endColumn } = node.at
      out.push({
        keys,
        text: lines[line - 1]?.slice(column - 1, endColumn && endColumn - 1) ?? '',
        at,
      })
    } else if (node.kind === 'list')
      for (const [i, item] of node.items.entries()) walk(item, [...keys, `${i}`])
    else if (node.kind === 'table') for (const [k, v] of node.entries) walk(v, [...keys, k])
  }
  const { root } = parseToml(file)
  if (root) walk(root, [])
  return [out]
}
