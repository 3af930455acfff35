import { type Edit, type Kind, oneFile, withLine } from '../edit.ts'
import { hostsOf, isFor, readersOf, type Setting, settingsOf } from '../peers.ts'
import { holds, homeOf, isUnder, languageOf, type Repository, wordPattern } from '../repository.ts'

const codes = ['RTT2012', 'RTT1110', 'RTT1111', 'RTT1112']

/** Files where a host is started, or its address set. */
const standing = (r: Repository, { key, host }: Setting): string[] => [
  ...hostsOf(r)
    .filter((h) => h.name === host)
    .map((h) => h.text.path),
  ...r.settings.filter((t) => holds(t, key)).map((t) => t.path),
]

/** The code of the consumer alone renames its variable. */
export const envRenamedInCode: Kind = {
  name: 'env renamed in code',
  isBreaking: true,
  find: (r) => {
    const keys = Map.groupBy(settingsOf(r), (s) => s.key)
    return [...keys.values()].flatMap((settings) => {
      const s = settings[0]!
      const all = readersOf(r, s.key)
      const homes = [...new Set(all.map((t) => homeOf(t.path)))].filter((home) =>
        settings.some((x) => isFor(r, x, home)),
      )
      return homes.map((home): Omit<Edit, 'kind' | 'isBreaking'> => {
        const own = all.filter((t) => isUnder(t.path, home) || home === '')
        return {
          format: languageOf(own[0]!.path),
          what: `${s.key} in ${own.map((t) => t.path).join(', ')}`,
          files: new Map(
            own.map((t) => [t.path, t.text.replaceAll(wordPattern(s.key, 'g'), `${s.key}_V2`)]),
          ),
          side: own.map((t) => t.path),
          other: standing(r, s),
          codes,
        }
      })
    })
  },
}

/** One deployment file alone renames a variable. */
export const envRenamedInDeployment: Kind = {
  name: 'env renamed in deployment',
  isBreaking: true,
  find: (r) =>
    settingsOf(r).flatMap((s) => {
      const readers = readersOf(r, s.key).filter((t) => isFor(r, s, homeOf(t.path)))
      if (readers.length === 0) return []
      const line = s.text.lines[s.line]!.replace(wordPattern(s.key), `${s.key}_V2`)
      return [
        {
          format: languageOf(s.text.path),
          what: `${s.key} in ${s.text.path}:${s.line + 1}`,
          files: oneFile(s.text.path, withLine(s.text, s.line, line)),
          side: [s.text.path],
          other: readers.map((t) => t.path),
          codes,
        },
      ]
    }),
}

/** The value of a variable names a host that is not there. */
export const hostMisspelt: Kind = {
  name: 'host misspelt',
  isBreaking: true,
  find: (r) =>
    settingsOf(r)
      .filter((s) => readersOf(r, s.key).length > 0)
      .map((s) => ({
        format: languageOf(s.text.path),
        what: `${s.value} in ${s.text.path}:${s.valueLine + 1}`,
        files: oneFile(
          s.text.path,
          withLine(
            s.text,
            s.valueLine,
            s.text.lines[s.valueLine]!.replace(s.value, s.value.replace(s.host, `${s.host}x`)),
          ),
        ),
        side: [s.text.path],
        other: [...standing(r, s), ...readersOf(r, s.key).map((t) => t.path)],
        codes: ['RTT2012', 'RTT1112'],
      })),
}

/** A consumer's address has another port than its provider. */
export const portMovedAtConsumer: Kind = {
  name: 'port moved at consumer',
  isBreaking: true,
  find: (r) =>
    settingsOf(r)
      .filter((s) => s.port !== undefined && readersOf(r, s.key).length > 0)
      .map((s) => {
        const moved = s.value.replace(`:${s.port}`, `:${Number(s.port) + 1111}`)
        const line = s.text.lines[s.valueLine]!.replace(s.value, moved)
        return {
          format: languageOf(s.text.path),
          what: `${moved} in ${s.text.path}:${s.valueLine + 1}`,
          files: oneFile(s.text.path, withLine(s.text, s.valueLine, line)),
          side: [s.text.path],
          other: r.texts
            .filter(
              (t) =>
                t.text.includes(s.port!) && (t.path.includes(s.host) || hostsIn(r, s).has(t.path)),
            )
            .map((t) => t.path),
          codes: ['RTT2013', 'RTT1113'],
        }
      })
      .filter((e) => e.other.length > 0),
}

const hostsIn = (r: Repository, s: Setting): ReadonlySet<string> =>
  new Set(hostsOf(r).flatMap((h) => (h.name === s.host ? [h.text.path] : [])))
