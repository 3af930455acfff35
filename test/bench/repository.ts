import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** Numbers that are the same in every run: mulberry32. */
const randomOf = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below)
  }
}
type Random = ReturnType<typeof randomOf>

const words =
  'order cart price user stock item page query cache batch event token image label route state total batch group entry'.split(
    ' ',
  )
const pick = (r: Random): string => words[r(words.length)]!
const camel = (r: Random): string => {
  const second = pick(r)
  return pick(r) + second[0]!.toUpperCase() + second.slice(1)
}
const blocks = (r: Random, make: (name: string, i: number) => string): string =>
  Array.from({ length: 4 + r(24) }, (_, i) => make(camel(r), i)).join('\n')

type Language = {
  readonly ending: string
  readonly head: (service: string, other: string) => string
  readonly block: (r: Random, name: string, i: number) => string
}

/** One file in ten talks to another service; the rest is what most code is. */
const languages: readonly Language[] = [
  {
    ending: 'ts',
    head: (_, other) =>
      `import axios from 'axios'\nimport { render } from '../shared/render'\n\nexport const load = () => axios.get(\`\${process.env.${other.toUpperCase()}_URL ?? 'http://${other}:8080'}/items\`)\n`,
    block: (r, name, i) =>
      `/** What ${name} is made of. */\nexport const ${name}${i} = (${pick(r)}: string, options: { limit?: number } = {}) => {\n  const found = new Map<string, number>()\n  for (const part of ${JSON.stringify(pick(r))}.split(',')) {\n    if (part.length > ${r(90)}) continue\n    found.set(part, (found.get(part) ?? 0) + (options.limit ?? ${r(900)}))\n  }\n  return { ${pick(r)}: [...found.keys()], text: \`${pick(r)} \${found.size}\` }\n}\n`,
  },
  {
    ending: 'py',
    head: (_, other) =>
      `import os\nimport requests\n\nBASE = os.environ.get("${other.toUpperCase()}_URL", "http://${other}:8080")\n\n\ndef load():\n    return requests.get(f"{BASE}/items")\n`,
    block: (r, name, i) =>
      `class ${name}${i}:\n    """Keeps a ${pick(r)} for each ${pick(r)}."""\n\n    def __init__(self, ${pick(r)}=None, limit=${r(900)}):\n        self.items = {}\n        self.limit = limit\n\n    def add(self, key, value):\n        if len(self.items) >= self.limit:\n            raise ValueError(f"too many: {key}")\n        self.items[key] = [v for v in value if v is not None]\n        return self\n`,
  },
  {
    ending: 'go',
    head: (service, other) =>
      `package ${service}\n\nimport (\n\t"net/http"\n\t"os"\n)\n\nfunc load() (*http.Response, error) {\n\treturn http.Get("http://" + os.Getenv("${other.toUpperCase()}_ADDR") + "/items")\n}\n`,
    block: (r, name, i) =>
      `// ${name}${i} counts what it is given.\nfunc ${name}${i}(in []string, limit int) (map[string]int, error) {\n\tout := make(map[string]int, len(in))\n\tfor _, s := range in {\n\t\tif len(s) > limit+${r(90)} {\n\t\t\treturn nil, fmt.Errorf("${pick(r)} too long: %s", s)\n\t\t}\n\t\tout[s]++\n\t}\n\treturn out, nil\n}\n`,
  },
  {
    ending: 'java',
    head: (service, other) =>
      `package com.shop.${service};\n\nimport java.util.*;\n\nclass Load {\n    String base = System.getenv("${other.toUpperCase()}_URL");\n}\n`,
    block: (r, name, i) =>
      `class ${name}${i} {\n    private final Map<String, List<Integer>> ${pick(r)} = new HashMap<>();\n\n    /** Adds one. */\n    public synchronized int add(String key, int value) {\n        if (value < ${r(90)}) {\n            throw new IllegalArgumentException("${pick(r)}: " + key);\n        }\n        this.${pick(r)}.computeIfAbsent(key, k -> new ArrayList<>()).add(value);\n        return value;\n    }\n}\n`,
  },
]

const write = (path: string, text: string): void => {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

const filesPerService = 200

/** Makes a repository of so many source files in four languages, with a compose file that starts its services. */
export const makeRepository = (root: string, count: number): void => {
  const r = randomOf(2026)
  const services = Math.max(2, Math.ceil(count / filesPerService))
  const name = (i: number): string => `svc${i % services}`
  for (let i = 0; i < count; i++) {
    const at = Math.floor(i / filesPerService)
    const language = languages[at % languages.length]!
    const head = i % 10 === 0 ? language.head(name(at), name(at + 1)) : ''
    const text = `${head}${blocks(r, (n, k) => language.block(r, n, k))}`
    write(join(root, name(at), 'src', `part${i % 17}`, `${camel(r)}${i}.${language.ending}`), text)
  }
  const compose = Array.from({ length: services }, (_, i) => {
    const other = name(i + 1)
    const key = other.toUpperCase()
    return `  ${name(i)}:\n    build: ./${name(i)}\n    environment:\n      ${key}_URL: http://${other}:8080\n      ${key}_ADDR: ${other}:8080\n`
  })
  write(join(root, 'compose.yaml'), `services:\n${compose.join('')}`)
  for (let i = 0; i < services; i++)
    write(
      join(root, name(i), 'Dockerfile'),
      'FROM scratch\nCOPY . /app\nEXPOSE 8080\nCMD ["/app/run"]\n',
    )
}
