const gap = '[ \\t]{0,8}'
const quoted = `["']([A-Za-z_]\\w{0,120})["']`
const given = `["']([^"'\\n]{0,200})["']`

const shell = (name: string, fallback: string | undefined): string =>
  fallback === undefined ? `\${${name}}` : `\${${name}:-${fallback}}`

/** What reads the environment in templates of configuration: the name, then the default where it has one. */
const accesses: readonly RegExp[] = [
  // Ruby in ERB: ENV.fetch("X") { "d" }, ENV.fetch("X", "d"), ENV["X"] || "d"
  new RegExp(
    `<%=${gap}ENV\\.fetch\\(?${gap}${quoted}\\)?${gap}\\{${gap}${given}[^%\\n]{0,80}%>`,
    'g',
  ),
  new RegExp(`<%=${gap}ENV\\.fetch\\(?${gap}${quoted}(?:,${gap}${given})?[^%\\n]{0,80}%>`, 'g'),
  new RegExp(`<%=${gap}ENV\\[${quoted}\\](?:${gap}\\|\\|${gap}${given})?[^%\\n]{0,80}%>`, 'g'),
  // Symfony: %env(resolve:X)%
  /%env\((?:[\w:]{0,80}:)?([A-Za-z_]\w{0,120})\)%/g,
  // Templates of Go, gomplate, confd, Jinja: {{ env "X" }}, {{ .Env.X }}, {{ getenv "X" "d" }}
  new RegExp(
    `\\{\\{-?${gap}(?:getenv|env|env\\.Getenv) ${quoted}(?: ${given})?[^}\\n]{0,80}\\}\\}`,
    'g',
  ),
  new RegExp(`\\{\\{-?${gap}(?:\\.Env|env|ENV)\\.([A-Za-z_]\\w{0,120})[^}\\n]{0,80}\\}\\}`, 'g'),
  // Log4j, Serverless, OpenTelemetry, HOCON: ${env:X:-d}, ${env.X, 'd'}, ${?X}
  /\$\{env[:.]([A-Za-z_]\w{0,120})[ \t]{0,8}(?::-?|,)[ \t]{0,8}["']?([^}"'\n]{0,200})["']?\}/g,
  /\$\{(?:env[:.]|\?)([A-Za-z_]\w{0,120})\}/g,
  // Caddy: {$X:d}, {env.X}
  /\{\$([A-Za-z_]\w{0,120})(?::([^}\n]{0,200}))?\}/g,
  /(?<!\{)\{env\.([A-Za-z_]\w{0,120})\}/g,
]

/** Statements of templates, which give no text: `<% if … %>`, `{% for … %}`, `{{- if … }}` on its own line. */
const statements =
  /<%(?!=)[^%]{0,400}%>|\{%[^%]{0,400}%\}|^[ \t]{0,40}\{\{[^}\n]{0,400}\}\}[ \t]*$/gm

const isTemplate = /<%|%env\(|\{\{|\{%|\$\{(?:env|\?)|\{\$|\{env\./

/**
 * The text of a configuration file with every way to name an environment variable written as a shell
 * writes it, and without the statements of its template. Lines stay where they are.
 *
 * @example normalForm('url: <%= ENV.fetch("DB_URL") { "x" } %>') === 'url: ${DB_URL:-x}'
 */
export const normalForm = (source: string): string => {
  if (!isTemplate.test(source)) return source
  let out = source
  for (const pattern of accesses)
    out = out.replace(pattern, (...found: unknown[]) =>
      shell(found[1] as string, typeof found[2] === 'string' ? found[2] : undefined),
    )
  return out.replace(statements, (s) => s.replace(/[^\n]/g, ''))
}
