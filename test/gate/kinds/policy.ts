import { type Edit, type Kind, oneFile } from '../edit.ts'
import { hostsOf } from '../peers.ts'
import { homeOf, languageOf, type Repository, type Text } from '../repository.ts'

type Found = Omit<Edit, 'kind' | 'isBreaking'>

/** A call of a host that the program has nothing to do with, as each language writes it. */
const calls: Readonly<Record<string, (url: string) => string>> = {
  js: (url) => `\nfunction rttGateOdd() {\n  return fetch('${url}')\n}\n`,
  ts: (url) => `\nexport const rttGateOdd = () => fetch('${url}')\n`,
  py: (url) => `\n\nimport requests\n\n\ndef rtt_gate_odd():\n    return requests.get('${url}')\n`,
  rb: (url) => `\n\ndef rtt_gate_odd\n  Net::HTTP.get(URI('${url}'))\nend\n`,
  go: (url) => `\n\nfunc rttGateOdd() {\n\thttp.Get("${url}")\n}\n`,
  php: (url) => `\n\nfunction rtt_gate_odd() {\n    return file_get_contents('${url}');\n}\n`,
}

const lastOf = (folder: string): string => folder.split('/').at(-1)!.replace(/[-_]/g, '')

/** Programs that are started under the name of their folder. */
const programs = (r: Repository): readonly { home: string; own: string; text: Text }[] => {
  const hosts = [...new Set(hostsOf(r).map((h) => h.name))]
  const homes = Map.groupBy(r.code, (t) => homeOf(t.path))
  return [...homes].flatMap(([home, texts]) => {
    const own = hosts.find((h) => h.replace(/[-_]/g, '') === lastOf(home))
    const main = texts.find(
      (t) =>
        calls[languageOf(t.path)] !== undefined &&
        !/config\.[jt]s$/.test(t.path) &&
        /listen|serve|main|app\b/i.test(t.text) &&
        (languageOf(t.path) !== 'go' || t.text.includes('"net/http"')) &&
        !/\?>\s*$/.test(t.text),
    )
    return own === undefined || main === undefined ? [] : [{ home, own, text: main }]
  })
}

/** A program calls another one that the policy, made from what there was, knows nothing of. */
export const forbiddenLink: Kind = {
  name: 'forbidden link added',
  isBreaking: true,
  find: (r) => {
    const all = programs(r)
    return all.flatMap(({ home, own, text }): Found[] => {
      const inHome = r.code.filter((t) => homeOf(t.path) === home)
      const strange = all.filter(
        (p) => p.own !== own && !inHome.some((t) => t.text.toLowerCase().includes(lastOf(p.home))),
      )
      return strange.slice(0, 2).map((p) => ({
        format: languageOf(text.path),
        what: `${own} calls ${p.own} in ${text.path}`,
        files: oneFile(
          text.path,
          text.text + calls[languageOf(text.path)]!(`http://${p.own}:8080/rtt-gate-odd`),
        ),
        side: [text.path],
        other: ['.rtt/policy.json'],
        codes: ['RTT2020'],
      }))
    })
  },
}
