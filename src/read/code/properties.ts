import type { Token } from './lexer.ts'

const perFileMax = 80
const lengthMax = 300
const placeholder = /\$\{([A-Za-z][\w.-]{1,100})/g
const dotted = /^[A-Za-z][\w-]*(?:\.[\w-]+){1,8}$/

const textOf = (t: Token): string =>
  (t.parts ?? []).map((p) => (typeof p === 'string' ? p : `\${${p.hole}}`)).join('')

/**
 * Properties that the code of the JVM asks for by name: `@Value("${shop.cart.url}")`, `getProperty("shop.cart.url")`,
 * and the prefix of `@ConfigurationProperties("shop.cart")`.
 */
export const propertiesOf = (lang: string, tokens: readonly Token[]): string[] => {
  if (lang !== 'java' && lang !== 'kotlin') return []
  const out = new Set<string>()
  for (const [i, t] of tokens.entries()) {
    if (t.kind !== 'text') continue
    const text = textOf(t)
    if (text.length > lengthMax || out.size >= perFileMax) continue
    for (const m of text.matchAll(placeholder)) out.add(m[1]!)
    const before = tokens.slice(Math.max(0, i - 4), i).map((x) => x.text)
    if (dotted.test(text) || before.includes('ConfigurationProperties')) out.add(text)
  }
  return [...out]
}
