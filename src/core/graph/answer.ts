import type { Page } from './html.ts'

export type Asked = {
  readonly method: string
  /** As in the request line, with its query. */
  readonly target: string
  /** The Host header; an empty string where there is none. */
  readonly host: string
}

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export type Site = {
  readonly port: number
  /** Stands in the path, so that only who was told the address can ask. */
  readonly token: string
  readonly page: () => Page
}

const headers = {
  'Cache-Control': 'no-store',
  'Content-Type': 'text/plain; charset=utf-8',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const

const answer = (status: number, body: string, type?: string): Answer => ({
  status,
  body,
  headers: type === undefined ? headers : { ...headers, 'Content-Type': type },
})

/** Takes as long for every wrong text of the right length. */
const isSame = (a: string, b: string): boolean => {
  let difference = a.length ^ b.length
  for (let i = 0; i < b.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return difference === 0
}

/**
 * What a server of the graph answers. A page of another origin that makes its name point to this machine
 * (DNS rebinding) comes with its own name in `Host` and is refused; so is whoever lacks the token.
 */
export const answerTo = ({ method, target, host }: Asked, { port, token, page }: Site): Answer => {
  const isOurs = [`127.0.0.1:${port}`, `localhost:${port}`].includes(host.toLowerCase())
  if (!isOurs) return answer(421, 'This server answers to 127.0.0.1 only.\n')
  if (method !== 'GET') {
    const refused = answer(405, 'Only GET is answered.\n')
    return { ...refused, headers: { ...refused.headers, Allow: 'GET' } }
  }
  const [path = ''] = target.split('?')
  const [, given = '', name, ...more] = path.split('/')
  if (!isSame(given, token) || name === undefined || more.length > 0)
    return answer(404, 'Not found.\n')
  if (name === '') return answer(200, page().html, 'text/html; charset=utf-8')
  if (name === 'digest')
    return answer(200, JSON.stringify({ digest: page().digest }), 'application/json')
  return answer(404, 'Not found.\n')
}
