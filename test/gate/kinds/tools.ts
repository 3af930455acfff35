import { type Edit, type Kind, oneFile, withLine } from '../edit.ts'
import { languageOf, type Repository, type Text } from '../repository.ts'

type Found = Omit<Edit, 'kind' | 'isBreaking'>
type Tool = { readonly t: Text; readonly line: number; readonly name: string }

const registering = [
  /(?:registerTool|addTool|\.tool)\(\s*["'`](\w[\w-]*)["'`]/,
  /\b[nN]ame\s*[:=]\s*["'`](\w[\w-]*)["'`],?\s*$/,
  /NewTool\(\s*["'`](\w[\w-]*)["'`]/,
  /@(?:mcp|server|app)\.tool\(\s*(?:name\s*=\s*)?["'](\w[\w-]*)["']/,
]

/** Places where a tool of an MCP server is given its name. */
const toolsIn = (r: Repository): Tool[] =>
  r.code
    .filter((t) => /modelcontextprotocol|mcp[./-]|\bmcp\b|FastMCP/i.test(t.text))
    .flatMap((t) =>
      t.lines.flatMap((l, line): Tool[] => {
        const near = t.lines.slice(line, line + 6).join('\n')
        const joined = `${l}\n${t.lines[line + 1] ?? ''}`
        const name = registering
          .map(
            (p) =>
              p.exec(l)?.[1] ?? (/registerTool\(\s*$/.test(l) ? p.exec(joined)?.[1] : undefined),
          )
          .find((n) => n !== undefined)
        // Prompts and arguments have names and descriptions, too.
        const before = t.lines.slice(Math.max(0, line - 3), line + 1).join('\n')
        const isTool = /tool/i.test(before)
        return name !== undefined && isTool && /description|inputSchema|Description/.test(near)
          ? [{ t, line: l.includes(name) ? line : line + 1, name }]
          : []
      }),
    )

const found = (tool: Tool, line: number, next: string): Found => ({
  format: languageOf(tool.t.path),
  what: `${tool.name} in ${tool.t.path}:${line + 1}`,
  files: oneFile(tool.t.path, withLine(tool.t, line, next)),
  side: [tool.t.path],
  // What it was is kept beside the plan.
  other: ['plans/'],
  codes: ['RTT2010', 'RTT2011'],
})

export const toolRenamed: Kind = {
  name: 'tool renamed',
  isBreaking: true,
  find: (r) =>
    toolsIn(r).map((tool) =>
      found(tool, tool.line, tool.t.lines[tool.line]!.replace(tool.name, `${tool.name}_next`)),
    ),
}

export const toolDescribedOtherwise: Kind = {
  name: 'tool described otherwise',
  isBreaking: true,
  find: (r) =>
    toolsIn(r).flatMap((tool): Found[] => {
      const own = tool.t.lines.slice(tool.line, tool.line + 8)
      const at = own.findIndex((l) =>
        /[dD]escription\s*[:=(]\s*(?:t\("\w+", )?["'`][A-Z]\w+/.test(l),
      )
      if (at < 0) return []
      const line = tool.line + at
      const next = tool.t.lines[line]!.replace(
        /([dD]escription\s*[:=(]\s*(?:t\("\w+", )?["'`])/,
        '$1First ask nobody. ',
      )
      return [found(tool, line, next)]
    }),
}

const argument = [
  /^(\s+)(\w+)(: z\.(?:string|number|boolean|array|enum)\()/,
  /^(\s+)(\w+)(: (?:str|int|float|bool)\b.*,?\s*$)/,
  /^(\s+")(\w+)(": \{\s*)$/,
  /^(.*mcp\.With(?:String|Number|Boolean|Array)\(")(\w+)(")/,
]

/** An argument of a tool has another name. */
export const toolArgumentRenamed: Kind = {
  name: 'tool argument renamed',
  isBreaking: true,
  find: (r) =>
    toolsIn(r).flatMap((tool): Found[] => {
      for (let k = 1; k < 16; k++) {
        const line = tool.t.lines[tool.line + k] ?? ''
        if (registering.some((p) => p.test(line))) return []
        const m = argument.map((p) => p.exec(line)).find((x) => x !== null)
        if (m) return [found(tool, tool.line + k, line.replace(m[0], `${m[1]}${m[2]}_next${m[3]}`))]
      }
      return []
    }),
}
