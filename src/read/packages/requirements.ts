import { diagnostic } from '../../core/diag/diagnostic.ts'
import type { Reader, SourceFile } from '../../core/model/facts.ts'
import type { Dependency } from '../../core/model/package.ts'
import { baseOf, folderOf } from '../../core/model/path.ts'
import { asking, drafted } from './draft.ts'
import { type Locate, locator } from './lines.ts'
import { parseRequirement, pythonName } from './requirement.ts'
import { isPlain, type Problems } from './tree.ts'

/** A line after joining continuations; `from` is the offset of its first physical line. */
type Line = { readonly text: string; readonly from: number }

/**
 * Joins lines that end in a backslash, and cuts comments, as pip does: a comment ends its line.
 * Offsets stay true: two spaces stand for a backslash and its line end.
 */
const linesOf = (source: string): readonly Line[] => {
  const lines: Line[] = []
  let open: Line | undefined
  let from = 0
  for (const physical of source.split('\n')) {
    const isComment = /^\s*#/.test(physical)
    const continues = physical.endsWith('\\') && !isComment
    const text = continues ? `${physical.slice(0, -1)}  ` : isComment ? '' : physical
    open = { text: (open?.text ?? '') + text, from: open?.from ?? from }
    from += physical.length + 1
    if (continues) continue
    lines.push(open)
    open = undefined
  }
  if (open) lines.push(open)
  return lines.map((line) => ({ ...line, text: line.text.replace(/(^|\s)#.*$/, '').trimEnd() }))
}

/** Options of a single requirement (`--hash=…`) begin after white space. */
const withoutOptions = (text: string): string => text.replace(/\s--?[A-Za-z].*$/, '').trimEnd()

const isLocation = (text: string): boolean =>
  /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ||
  /^[./~]/.test(text) ||
  /^[^@\s]+\.(?:whl|zip|tar\.gz)$/.test(text)

/** A URL or path names its package only in the fragment: `#egg=name`. */
const located = (text: string): { readonly name: string; readonly range: string } | undefined => {
  const egg = /#(?:.*&)?egg=([A-Za-z0-9._-]+)/.exec(text)?.[1]
  return egg === undefined ? undefined : { name: pythonName(egg), range: `@ ${text}` }
}

const optionOf = (line: string): { readonly name: string; readonly value: string } | undefined => {
  const m = /^\s*(--[A-Za-z][A-Za-z-]*|-[A-Za-z])(?:\s*=\s*|\s+)?(.*)$/.exec(line)
  return m ? { name: m[1]!, value: m[2]!.trim() } : undefined
}

type Found = { readonly dependencies: readonly Dependency[]; readonly includes: readonly string[] }
type Context = { readonly group: string; readonly locate: Locate; readonly problems: Problems }

const nothing: Found = { dependencies: [], includes: [] }

const readOption = (
  { text, from }: Line,
  { group, locate, problems }: Context,
): Found | undefined => {
  const option = optionOf(text)
  if (!option) return undefined
  const { name, value } = option
  if (['-r', '--requirement', '-c', '--constraint'].includes(name))
    return { ...nothing, includes: isPlain(value) && value !== '' ? [value] : [] }
  const egg = name === '-e' || name === '--editable' ? located(value) : undefined
  if (!egg) return nothing
  const at = locate(from + text.indexOf(value))
  return { ...nothing, dependencies: asking({ ...egg, group, at }, problems) }
}

const readLine = (line: Line, context: Context): Found => {
  const { group, locate, problems } = context
  const text = withoutOptions(line.text)
  if (text.trim() === '') return nothing
  const start = line.from + text.length - text.trimStart().length
  const egg = isLocation(text.trim()) ? located(text.trim()) : undefined
  if (egg)
    return { ...nothing, dependencies: asking({ ...egg, group, at: locate(start) }, problems) }
  if (isLocation(text.trim())) return nothing
  const requirement = parseRequirement(text)
  if (!requirement) {
    const words = 'this line is no requirement'
    problems.push(diagnostic('RTT1002', words, { at: locate(start) }))
    return nothing
  }
  const { name, range, marker, offset, length } = requirement
  const from = line.from + offset
  const dependency = { name, range, group, at: locate(from, from + length) }
  const asked = marker === undefined ? dependency : { ...dependency, when: marker }
  return { ...nothing, dependencies: asking(asked, problems) }
}

const groupOf = (path: string): string =>
  /^constraints?\b/.test(baseOf(path)) ? 'constraints' : 'requirements'

const read = (file: SourceFile): ReturnType<Reader['read']> => {
  const problems: Problems = []
  const context = { group: groupOf(file.path), locate: locator(file), problems }
  const found = linesOf(file.text.replace(/^\uFEFF/, ' ')).map(
    (line) => readOption(line, context) ?? readLine(line, context),
  )
  const includes = found.flatMap((f) => f.includes)
  const draft = drafted({
    ecosystem: 'pep440',
    name: undefined,
    at: { path: file.path, line: 1 },
    dependencies: found.flatMap((f) => f.dependencies),
    workspaces: [],
    bins: [],
    ...(includes.length === 0 ? {} : { includes }),
  })
  return { packages: [draft], diagnostics: problems }
}

/** requirements.txt and its kin, requirements/*.txt, constraints.txt, as pip reads them. */
export const requirementsReader: Reader = {
  id: 'packages/requirements',
  version: 1,
  accepts: (path) =>
    /^(?:[\w.-]*[-_.])?(?:requirements|constraints)(?:[-_.][\w.-]*)?\.txt$/.test(baseOf(path)) ||
    (baseOf(folderOf(path)) === 'requirements' && path.endsWith('.txt')),
  read,
}
