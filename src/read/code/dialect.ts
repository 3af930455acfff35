/** How strings are written in a language, by their opening mark; longer marks come first. */
export type StringForm = {
  readonly open: string
  readonly close: string
  /** No backslash escapes. */
  readonly raw?: boolean
  /**
   * A backslash stands for itself, but before another one and before the closing mark; `whole`: there, too,
   * though it keeps that mark from closing.
   */
  readonly literal?: true | 'whole'
  /** May hold line breaks. */
  readonly multiline?: boolean
  /** A closing mark that stands twice is one of its characters: C#'s `@"say ""x"""`. */
  readonly doubled?: boolean
  /** What opens a hole in it: `${…}`, `{…}`, `#{…}`, `$name`, PHP's `$name` and `{$name}`. */
  readonly hole?: 'dollar-brace' | 'brace' | 'hash-brace' | 'dollar' | 'php'
}

/** What the light lexer has to know about a language. */
export type Dialect = {
  readonly lang: string
  readonly lineComments: readonly string[]
  readonly blockComments: readonly (readonly [string, string])[]
  readonly strings: readonly StringForm[]
  /** `$x` is an identifier (PHP). */
  readonly dollarNames?: boolean
  /** Blocks are made by indentation. */
  readonly indented?: boolean
  /** `'x'` is a character or a lifetime, not a string. */
  readonly charQuotes?: boolean
  /** `/…/` may be a regular expression. */
  readonly regex?: boolean
  /** `parameter` name comes last in a parameter (`String key`), not first. */
  readonly typeFirst?: boolean
}

const slashComments = { lineComments: ['//'], blockComments: [['/*', '*/']] as const }
const plain = (q: string): StringForm => ({ open: q, close: q })

export const javascript: Dialect = {
  lang: 'javascript',
  ...slashComments,
  strings: [
    { open: '`', close: '`', multiline: true, hole: 'dollar-brace' },
    plain("'"),
    plain('"'),
  ],
  regex: true,
}
export const typescript: Dialect = { ...javascript, lang: 'typescript' }

const pythonTriples: StringForm[] = ["'''", '"""'].map((q) => ({
  open: q,
  close: q,
  multiline: true,
}))
export const python: Dialect = {
  lang: 'python',
  lineComments: ['#'],
  blockComments: [],
  strings: [
    ...['f', 'F', 'rf', 'fr', 'Rf', 'fR', 'rF', 'Fr', 'RF', 'FR'].flatMap((p) =>
      ["'''", '"""', "'", '"'].map((q) => ({
        open: p + q,
        close: q,
        ...(p.length > 1 ? { literal: 'whole' as const } : {}),
        hole: 'brace' as const,
        multiline: q.length === 3,
      })),
    ),
    ...['r', 'R', 'b', 'B', 'u', 'U', 'rb', 'br', 'Rb', 'bR', 'Br', 'rB'].flatMap((p) =>
      ["'''", '"""', "'", '"'].map((q) => ({
        open: p + q,
        close: q,
        ...(/r/i.test(p) ? { literal: 'whole' as const } : {}),
        multiline: q.length === 3,
      })),
    ),
    ...pythonTriples,
    plain("'"),
    plain('"'),
  ],
  indented: true,
}

export const go: Dialect = {
  lang: 'go',
  ...slashComments,
  strings: [{ open: '`', close: '`', raw: true, multiline: true }, plain('"')],
  charQuotes: true,
}

export const java: Dialect = {
  lang: 'java',
  ...slashComments,
  strings: [{ open: '"""', close: '"""', multiline: true }, plain('"')],
  charQuotes: true,
  typeFirst: true,
}

export const kotlin: Dialect = {
  lang: 'kotlin',
  ...slashComments,
  strings: [
    { open: '"""', close: '"""', multiline: true, hole: 'dollar' },
    { open: '"', close: '"', hole: 'dollar' },
  ],
  charQuotes: true,
}

export const rust: Dialect = {
  lang: 'rust',
  ...slashComments,
  strings: [
    { open: 'r##"', close: '"##', raw: true, multiline: true },
    { open: 'r#"', close: '"#', raw: true, multiline: true },
    { open: 'r"', close: '"', raw: true, multiline: true },
    { open: 'b"', close: '"', multiline: true },
    { open: '"', close: '"', multiline: true },
  ],
  charQuotes: true,
}

export const csharp: Dialect = {
  lang: 'csharp',
  ...slashComments,
  strings: [
    { open: '$@"', close: '"', raw: true, doubled: true, multiline: true, hole: 'brace' },
    { open: '@$"', close: '"', raw: true, doubled: true, multiline: true, hole: 'brace' },
    { open: '@"', close: '"', raw: true, doubled: true, multiline: true },
    { open: '$"""', close: '"""', raw: true, multiline: true, hole: 'brace' },
    { open: '$"', close: '"', hole: 'brace' },
    { open: '"""', close: '"""', raw: true, multiline: true },
    plain('"'),
  ],
  charQuotes: true,
  typeFirst: true,
}

export const php: Dialect = {
  lang: 'php',
  lineComments: ['//', '#'],
  blockComments: [['/*', '*/']],
  strings: [
    { open: "'", close: "'", multiline: true, literal: true },
    { open: '"', close: '"', multiline: true, hole: 'php' },
  ],
  dollarNames: true,
}

export const ruby: Dialect = {
  lang: 'ruby',
  lineComments: ['#'],
  blockComments: [['\n=begin', '\n=end']],
  strings: [
    { open: '"', close: '"', multiline: true, hole: 'hash-brace' },
    { open: "'", close: "'", multiline: true, literal: true },
  ],
}

const byExtension: Readonly<Record<string, Dialect>> = {
  js: javascript,
  mjs: javascript,
  cjs: javascript,
  jsx: javascript,
  ts: typescript,
  mts: typescript,
  cts: typescript,
  tsx: typescript,
  py: python,
  go,
  java,
  kt: kotlin,
  kts: kotlin,
  rs: rust,
  cs: csharp,
  php,
  rb: ruby,
}

/** The dialect of a file by its extension, or undefined when it is not source that RTT reads. */
export const dialectOf = (path: string): Dialect | undefined => {
  const dot = path.lastIndexOf('.')
  return dot < 0 ? undefined : byExtension[path.slice(dot + 1)]
}
