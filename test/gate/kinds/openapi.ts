import type { Kind } from '../edit.ts'
import { oneFile, withLine } from '../edit.ts'
import { homeOf, isUnder, languageOf, type Repository, type Text } from '../repository.ts'

const documentsIn = (r: Repository): Text[] =>
  r.texts.filter(
    (t) => /\.(?:ya?ml|json)$/.test(t.path) && /^\s*["']?openapi["']?\s*:/m.test(t.text),
  )

/** Operations of documents whose path other programs call. */
export const operationRenamed: Kind = {
  name: 'operation of a document renamed',
  isBreaking: true,
  find: (r) =>
    documentsIn(r).flatMap((t) =>
      t.lines.flatMap((l, line) => {
        const path = /^\s{2,4}["']?(\/[\w/-]{3,})["']?\s*:/.exec(l)?.[1]
        const users =
          path === undefined
            ? []
            : r.code.filter((c) => c.text.includes(path) && !isUnder(c.path, homeOf(t.path)))
        return path === undefined || users.length === 0
          ? []
          : [
              {
                format: languageOf(users[0]!.path),
                what: `${path} in ${t.path}:${line + 1}`,
                files: oneFile(t.path, withLine(t, line, l.replace(path, `${path}-next`))),
                side: [t.path],
                other: users.map((u) => u.path),
                codes: ['RTT2010'],
              },
            ]
      }),
    ),
}
