import { type Edit, type Kind, oneFile, withLine } from '../edit.ts'
import { languageOf, type Repository, type Text } from '../repository.ts'

type Found = Omit<Edit, 'kind' | 'isBreaking'>

const comment = (path: string): string =>
  /\.(?:py|rb|ya?ml|env|tpl)$|Dockerfile$/.test(path) ? '#' : '//'

const edited = (t: Text, text: string, what: string): Found => ({
  format: languageOf(t.path),
  what: `${what} in ${t.path}`,
  files: oneFile(t.path, text),
  side: [],
  other: [],
  codes: [],
})

const kind = (name: string, find: (r: Repository) => readonly Found[]): Kind => ({
  name,
  isBreaking: false,
  find,
})

/** Code that talks to others, as far as a person sees at a glance: there an edit matters most. */
const talking = (r: Repository): readonly Text[] =>
  r.code.filter((t) => /env|https?:|grpc|kafka|amqp|listen|connect|client/i.test(t.text))

const functions: Readonly<Record<string, string>> = {
  py: '\n\ndef rtt_gate_extra(value):\n    return value + 1\n',
  go: '\n\nfunc rttGateExtra(value int) int {\n\treturn value + 1\n}\n',
  js: '\n\nfunction rttGateExtra(value) {\n  return value + 1\n}\n',
  ts: '\n\nfunction rttGateExtra(value: number): number {\n  return value + 1\n}\n',
  rs: '\n\nfn rtt_gate_extra(value: i64) -> i64 {\n    value + 1\n}\n',
  php: '\n\nfunction rtt_gate_extra($value) {\n    return $value + 1;\n}\n',
  rb: '\n\ndef rtt_gate_extra(value)\n  value + 1\nend\n',
}

const tests: Readonly<Record<string, readonly [name: string, text: string]>> = {
  py: [
    'test_rtt_gate.py',
    'import os\n\n\ndef test_it():\n    assert os.getenv("RTT_GATE_HOST", "gate:80")\n',
  ],
  go: [
    'rtt_gate_test.go',
    'package main\n\nimport (\n\t"net/http"\n\t"testing"\n)\n\nfunc TestIt(t *testing.T) {\n\thttp.Get("http://nowhere:8080/x")\n}\n',
  ],
  js: ['rtt-gate.test.js', "test('it', () => fetch('http://nowhere:8080/x'))\n"],
  ts: ['rtt-gate.test.ts', "test('it', () => fetch('http://nowhere:8080/x'))\n"],
}

/** A local name of a function: declared once, by a word that no other line of the file means otherwise. */
const localIn = (t: Text): string | undefined => {
  const declared = [
    ...t.text.matchAll(/^[ \t]+(?:(?:const|let|var) )?([a-z][A-Za-z0-9_]{3,})\s*(?::=|= )(?!=)/gm),
  ].map((m) => m[1]!)
  const count = (name: string): number =>
    t.text.match(new RegExp(`(?<![\\w$])${name}(?![\\w$])`, 'g'))?.length ?? 0
  const plain = (name: string): boolean =>
    !new RegExp(
      `[.$"'\`/:@]${name}(?!\\w)|(?<!\\w)${name}\\s*(?:[:"'\`]|=[^=]*,\\s*$)|\\b${name}=`,
    ).test(t.text)
  return declared.find((name) => count(name) > 1 && count(name) < 12 && plain(name))
}

export const harmlessKinds: readonly Kind[] = [
  kind('comment added', (r) =>
    talking(r).map((t) => {
      const at = Math.floor(t.lines.length / 2)
      const mark = comment(t.path)
      // Within a text of several lines it would be no comment.
      return edited(t, `${t.text}\n${mark} see http://nowhere:9999/gate for ${at}\n`, 'a comment')
    }),
  ),
  kind('lines moved down', (r) =>
    talking(r)
      .filter((t) => !/^#!|^<\?php|^\s*#!\[/.test(t.text) && !t.path.endsWith('.php'))
      .map((t) => edited(t, `\n\n\n${t.text}`, 'three lines above')),
  ),
  kind('function added', (r) =>
    talking(r)
      .filter((t) => functions[languageOf(t.path)] !== undefined && !/\?>\s*$/.test(t.text))
      .map((t) => edited(t, t.text + functions[languageOf(t.path)], 'a function')),
  ),
  kind('local renamed', (r) =>
    talking(r).flatMap((t): Found[] => {
      const name = localIn(t)
      return name === undefined
        ? []
        : [
            edited(
              t,
              t.text.replaceAll(new RegExp(`(?<![\\w$])${name}(?![\\w$])`, 'g'), `${name}Renamed`),
              name,
            ),
          ]
    }),
  ),
  kind('trailing spaces', (r) =>
    talking(r)
      .filter((t) => !/`/.test(t.text))
      .map((t) => edited(t, t.text.replace(/;$/gm, '; '), 'spaces')),
  ),
  kind('test added', (r) =>
    r.code.flatMap((t): Found[] => {
      const test = tests[languageOf(t.path)]
      const folder = t.path.slice(0, t.path.lastIndexOf('/') + 1)
      return test === undefined || folder === ''
        ? []
        : [
            {
              format: languageOf(t.path),
              what: `${folder}${test[0]}`,
              files: oneFile(`${folder}${test[0]}`, test[1]),
              side: [],
              other: [],
              codes: [],
            },
          ]
    }),
  ),
  kind('comment in a deployment', (r) =>
    r.settings
      .filter((t) => /\.ya?ml$|Dockerfile$/.test(t.path) && !/templates\//.test(t.path))
      .map((t) => edited(t, `# ports and addresses stand below\n${t.text}`, 'a comment')),
  ),
  kind('optional field added', (r) =>
    r.texts
      .filter((t) => t.path.endsWith('.proto'))
      .flatMap((t): Found[] => {
        const at = t.lines.findIndex((l) => /^message \w+ \{\s*$/.test(l))
        return at < 0
          ? []
          : [edited(t, withLine(t, at, `${t.lines[at]}\n  string rtt_gate_note = 900;`), 'a field')]
      }),
  ),
  kind('file moved', (r) =>
    r.code
      .filter((t) => /\.py$|\.js$/.test(t.path) && !/import|require|export/.test(t.text))
      .map((t): Found => {
        const to = t.path.replace(/([^/]+)$/, 'moved_$1')
        return {
          format: languageOf(t.path),
          what: `${t.path} to ${to}`,
          files: new Map([
            [t.path, null],
            [to, t.text],
          ]),
          side: [],
          other: [],
          codes: [],
        }
      }),
  ),
]
