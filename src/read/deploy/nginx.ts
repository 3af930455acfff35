import type { Assignment } from '../../core/model/code.ts'
import type { Endpoint, EnvRead } from '../../core/model/endpoint.ts'
import type { Expression } from '../../core/model/expression.ts'
import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { interpolate } from '../template.ts'

type Directive = {
  readonly words: readonly string[]
  readonly line: number
  readonly block: string
}

const passes = new Set(['proxy_pass', 'grpc_pass', 'fastcgi_pass', 'uwsgi_pass'])
/** Longer lines are not written by hand; a quote would be looked for to their end, again and again. */
const lineMax = 4000
const word =
  /"(?:[^"\\]|\\.){0,500}"|'(?:[^'\\]|\\.){0,500}'|(?:\$\{[^}]{0,200}\}|[^\s"';{}])+|[;{}]/g

/** The simple directives of a file, each with the block that it stands in. */
const directives = (text: string): Directive[] => {
  const out: Directive[] = []
  const blocks: string[] = ['']
  let words: string[] = []
  let start = 1
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.length > lineMax || /^\s*#/.test(raw) ? '' : raw.replace(/\s#.*$/, '')
    for (const [token] of line.matchAll(word)) {
      if (words.length === 0) start = i + 1
      if (token === ';') out.push({ words, line: start, block: blocks.at(-1)! })
      else if (token === '{') blocks.push(words.join(' '))
      else if (token === '}') blocks.length = Math.max(1, blocks.length - 1)
      else words.push(token.replace(/^["']|["']$/g, ''))
      if (token === ';' || token === '{' || token === '}') words = []
    }
  }
  return out
}

/** nginx's own variables are lower case; upper case ones are put in by envsubst. */
const withoutNginxVariables = (e: Expression): Expression => {
  if (e.kind === 'env' && /[a-z]/.test(e.key)) return { kind: 'name', name: e.key }
  return e.kind === 'concat' ? { kind: 'concat', parts: e.parts.map(withoutNginxVariables) } : e
}

const envOf = (e: Expression): EnvRead[] => {
  if (e.kind === 'concat') return e.parts.flatMap(envOf)
  return e.kind === 'env' ? [{ key: e.key, at: e.at }] : []
}

const hostOf = (e: Expression): string | undefined =>
  e.kind === 'literal' ? e.value.replace(/^\w+:\/\//, '').replace(/[:/].*$/, '') : undefined

const read = ({ path, text }: SourceFile): Facts => {
  if (!/_pass\s|upstream\s/.test(text)) return {}
  const all = directives(text)
  const value = (d: Directive, index: number): Expression =>
    withoutNginxVariables(interpolate(d.words[index] ?? '', 'shell', { path, line: d.line }))
  const assignments = all
    .filter((d) => d.words[0] === 'set' && d.words.length === 3)
    .map(
      (d): Assignment => ({
        name: d.words[1]!.replace(/^\$/, ''),
        value: value(d, 2),
        at: { path, line: d.line },
      }),
    )
  const upstreams = new Set(
    all
      .filter((d) => d.block.startsWith('upstream '))
      .map((d) => d.block.slice('upstream '.length)),
  )
  const consumers = all
    .filter(
      (d) =>
        d.words.length >= 2 &&
        (passes.has(d.words[0]!) || (d.words[0] === 'server' && d.block.startsWith('upstream '))) &&
        !d.words[1]!.startsWith('unix:'),
    )
    .map(
      (d): Endpoint => ({
        role: 'consumer',
        protocol: d.words[0] === 'grpc_pass' ? 'grpc' : 'http',
        api: d.words[0]!,
        address: value(d, 1),
        at: { path, line: d.line },
      }),
    )
  const endpoints = consumers.filter(
    (e) => e.api === 'server' || !upstreams.has(hostOf(e.address) ?? ''),
  )
  const reads = [
    ...endpoints.flatMap((e) => envOf(e.address)),
    ...assignments.flatMap((a) => envOf(a.value)),
  ]
  return {
    code: [
      {
        path,
        lang: 'nginx',
        scope: 'main',
        endpoints,
        reads,
        assignments,
        helpers: [],
        keyCalls: [],
      },
    ],
  }
}

/** nginx configuration: whom it passes requests to. */
export const nginxReader: Reader = {
  id: 'nginx',
  version: 1,
  read,
  accepts: (path) =>
    /(?:\.conf|\.conf\.\w+|\.nginx|nginx[^/]*\.(?:tmpl|template|j2))$|(?:^|\/)(?:conf\.d|sites-(?:enabled|available)|nginx)\/(?:[\w-]+\/)*[\w-]+$/.test(
      path,
    ),
}
