import type { Texts } from './own.ts'

/** All files below a folder. */
export const below = (folder: string, texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([p, t]) => [`${folder}/${p}`, t]))

/** What stands beside the programs of many repositories, looks like them, and is never run. */
export const decoys = (texts: Texts): Texts => {
  const code = Object.entries(texts).filter(([p]) =>
    /\.(?:tsx?|js|py|go|java|rs|cs|php|rb|kt)$/.test(p),
  )
  const start =
    'services:\n  trial: { image: acme/trial, environment: { DB_URL: "http://trial2:1" } }\n  trial2: { image: acme/trial2 }\n'
  return {
    'README.more.md': code.map(([p, t]) => `## ${p}\n\n\`\`\`\n${t}\n\`\`\`\n`).join('\n'),
    'docs/how.md': '```sh\ncurl http://redis:6379\nexport REDIS_URL=redis://redis:6379\n```\n',
    'e2e/docker-compose.yml': start,
    'docker-compose.test.yml': start,
    ...Object.fromEntries(code.map(([p, t]) => [`fixtures/copied/${p}`, t])),
  }
}

const lineComment = (path: string): string => (/\.(?:py|rb|ya?ml|toml)$/.test(path) ? '#' : '//')

/** Every file of a program with comments and code that never runs at its end, which name other services. */
export const withComments = (texts: Texts, hosts: readonly string[]): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([path, text]) => {
      if (!/\.(?:tsx?|js|py|go|java|rs|cs|rb|kt)$/.test(path)) return [path, text]
      const mark = lineComment(path)
      const lines = hosts.map(
        (h) => `${mark} http.get("http://${h}:80/x") and fetch('http://${h}')`,
      )
      return [path, `${text}\n${lines.join('\n')}\n`]
    }),
  )

/** A folder moved, and every mention of its path with it. */
export const moved = (texts: Texts, from: string, to: string): Texts => {
  const path = new RegExp(`(?<![\\w.-])${from}(?=[/"'\\s]|$)`, 'gm')
  return Object.fromEntries(
    Object.entries(texts).map(([p, t]) => [
      p.startsWith(`${from}/`) ? `${to}${p.slice(from.length)}` : p,
      /(?:^|\/)(?:[\w.-]*compose[\w.-]*\.ya?ml|skaffold\.yaml|\.mcp\.json)$/.test(p)
        ? t.replace(/^.*\b(?:build|context|args|directory|dockerfile)\b.*$/gm, (line) =>
            line.replace(path, to),
          )
        : t,
    ]),
  )
}
