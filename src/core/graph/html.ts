import { createHash } from 'node:crypto'
import { canonicalize } from '../json/canonical.ts'
import { sha256 } from '../json/digest.ts'
import { bundleModules } from './bundle.ts'
import type { PageData } from './page.ts'

/** The scripts of the page, each after those that it imports. */
export const pageModules = [
  'rank',
  'route',
  'layout',
  'kinds',
  'dom',
  'model',
  'camera',
  'draw',
  'search',
  'parts',
  'overview',
  'details',
  'legend',
  'hash',
  'highlight',
  'keys',
  'live',
  'main',
] as const

/** A page and the digest of what it shows. */
export type Page = { readonly html: string; readonly digest: string }

type Options = {
  /** A template of RTT by name, as `graph/page.html`. */
  readonly asset: (name: string) => string
  /** The page is served, so it may ask its server whether it is still current. */
  readonly isLive: boolean
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => escapes[c]!)

/** JSON that no parser of HTML can take for markup, whatever the names in it. */
const escapeJson = (json: string): string =>
  json.replace(/[<>&\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

const sourceHash = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Nothing may be loaded, sent or embedded; only the page's own script and style run. */
const policyFor = (script: string, style: string, isLive: boolean): string =>
  [
    "default-src 'none'",
    `script-src ${sourceHash(script)}`,
    `style-src ${sourceHash(style)}`,
    'img-src data:',
    ...(isLive ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')

/**
 * The graph as one HTML file that needs nothing else: no network, no other file. The same data gives the
 * same bytes.
 */
export const renderPage = (data: PageData, { asset, isLive }: Options): Page => {
  const json = canonicalize(data)
  const digest = sha256(json)
  const script = bundleModules(
    pageModules.map((name) => [`./${name}.js`, asset(`graph/${name}.js`)] as const),
  )
  const style = asset('graph/style.css')
  const slots: Readonly<Record<string, string>> = {
    policy: policyFor(script, style, isLive),
    title: escapeHtml(data.name),
    style,
    live: isLive ? ` data-live="${digest}"` : '',
    data: escapeJson(json),
    script,
  }
  const html = asset('graph/page.html').replace(
    /\{\{(\w+)\}\}/g,
    (_, name: string) => slots[name] ?? '',
  )
  return { html, digest }
}
