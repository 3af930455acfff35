import { type Edit, type Kind, oneFile, withLine } from '../edit.ts'
import { homeOf, languageOf, literally, type Repository, type Text } from '../repository.ts'

type Found = Omit<Edit, 'kind' | 'isBreaking'>
type Served = {
  readonly t: Text
  readonly line: number
  readonly path: string
  readonly fixed: string
}

const serving =
  /(?:\b(?:app|router|r|e|mux|server|srv|fastify|api|bp|blueprint|group)\.(?:get|post|put|delete|patch|route|HandleFunc|Handle|GET|POST|PUT|DELETE|Get|Post|Put|Delete|Path|route_service)\(|@(?:Get|Post|Put|Delete|Patch|Request)Mapping\(|@(?:Get|Post|Put|Delete|Patch|Controller)\(|@(?:app|router|api|bp)\.\w+\(|MapGet\(|MapPost\(|\[Http(?:Get|Post)\(|#\[(?:get|post|put|delete)\(|\.route\(|->(?:get|post)\(|HandleFunc\()\s*(?:value\s*=\s*|path\s*=\s*|web::resource\()?["'`](?:GET |POST )?(\/[^"'`\s]*)["'`]/

/** The part of a path before its first parameter. */
const fixedPart = (path: string): string => path.replace(/[/]?[:{<*(].*$/, '').replace(/\/$/, '')

const servedIn = (r: Repository): Served[] =>
  r.code.flatMap((t) =>
    t.lines.flatMap((l, line): Served[] => {
      const path = serving.exec(l)?.[1]
      const fixed = path === undefined ? '' : fixedPart(path)
      return fixed.length > 3 && !/health|ready|live|metrics|ping|static|version/i.test(fixed)
        ? [{ t, line, path: path!, fixed }]
        : []
    }),
  )

/** The verb that a line says, where it says one: `app.get(`, `@PostMapping(`, `requests.delete(`. */
const verbOf = (line: string): string | undefined =>
  /\b(?:http)?(get|post|put|delete|patch)(?:Mapping|Async|JSON)?\(/i.exec(line)?.[1]?.toLowerCase()

const isSameVerb = (a: string | undefined, b: string | undefined): boolean =>
  a === undefined || b === undefined || a === b

/** Lines of other programs that call a path of a host: `http://${X}/path`, `host + '/path'`. */
const callsOf = (
  r: Repository,
  { fixed, path, t, line: served }: Served,
): { t: Text; line: number }[] => {
  // Behind the fixed part a parameter follows, or the path is over.
  const rest =
    path.length > fixed.length + 1 ? '(?:/(?=[$%{:"\'`+<])|(?=["\'`]))' : '(?=["\'`?\\s])'
  const call = new RegExp(
    `(?:https?:\\/\\/[^"'\`\\s]*|["'\`}]\\s*|\\+\\s*["'\`]|%s(?::\\d+)?)${literally(fixed)}${rest}`,
  )
  return r.code.flatMap((x) =>
    homeOf(x.path) === homeOf(t.path)
      ? []
      : x.lines.flatMap((l, line) =>
          call.test(l) &&
          isSameVerb(verbOf(t.lines[served]!), verbOf(l)) &&
          /https?:|fetch|request|axios|\.get\(|\.post\(|http/i.test(l) &&
          !serving.test(l)
            ? [{ t: x, line }]
            : [],
        ),
  )
}

const codes = ['RTT1116', 'RTT2010', 'RTT2014']

export const pathRenamedAtProvider: Kind = {
  name: 'path renamed at provider',
  isBreaking: true,
  find: (r) =>
    servedIn(r).flatMap((s): Found[] => {
      const calls = callsOf(r, s)
      if (calls.length === 0) return []
      const line = s.t.lines[s.line]!.replace(s.fixed, `${s.fixed}-next`)
      return [
        {
          format: languageOf(s.t.path),
          what: `${s.path} in ${s.t.path}:${s.line + 1}`,
          files: oneFile(s.t.path, withLine(s.t, s.line, line)),
          side: [s.t.path],
          other: calls.map((c) => c.t.path),
          codes,
        },
      ]
    }),
}

export const pathRenamedAtConsumer: Kind = {
  name: 'path renamed at consumer',
  isBreaking: true,
  find: (r) =>
    servedIn(r).flatMap((s) =>
      callsOf(r, s).map((c): Found => {
        const line = c.t.lines[c.line]!.replace(s.fixed, `${s.fixed}-next`)
        return {
          format: languageOf(c.t.path),
          what: `${s.path} in ${c.t.path}:${c.line + 1}`,
          files: oneFile(c.t.path, withLine(c.t, c.line, line)),
          side: [c.t.path],
          other: [s.t.path],
          codes,
        }
      }),
    ),
}
