import type { Operation } from '../../core/model/endpoint.ts'
import { compareText } from '../../core/model/place.ts'
import { aspnet } from './operations/aspnet.ts'
import { django } from './operations/django.ts'
import { files } from './operations/files.ts'
import { golang } from './operations/golang.ts'
import { javascript } from './operations/javascript.ts'
import { jaxrs } from './operations/jaxrs.ts'
import { ktor } from './operations/ktor.ts'
import { nest } from './operations/nest.ts'
import { normalPath } from './operations/path.ts'
import { php } from './operations/php.ts'
import { python } from './operations/python.ts'
import { rails } from './operations/rails.ts'
import { rust } from './operations/rust.ts'
import type { Family, Source } from './operations/source.ts'
import { spring } from './operations/spring.ts'
import { symfony } from './operations/symfony.ts'
import { tornado } from './operations/tornado.ts'

const families: readonly Family[] = [
  javascript,
  nest,
  files,
  python,
  django,
  tornado,
  golang,
  spring,
  jaxrs,
  ktor,
  rust,
  rails,
  php,
  symfony,
  aspnet,
]
const perFileMax = 2000

const byLang = new Map<string, Family[]>()
for (const f of families)
  for (const lang of f.langs) byLang.set(lang, [...(byLang.get(lang) ?? []), f])

/**
 * The HTTP routes that a file serves, ordered by line. A framework is looked for only where its name, or the way
 * its routes are written, stands in the text.
 *
 * @example operationsOf(sourceOf(parsed)) // [{ verb: 'GET', path: '/users/{}', isOpen: false, … }]
 */
export const operationsOf = (source: Source): Operation[] => {
  const seen = new Map<string, Operation>()
  for (const f of byLang.get(source.lang) ?? []) {
    if (f.sign !== undefined && !f.sign.test(source.text)) continue
    for (const r of f.routes(source)) {
      const path = normalPath(r.path)
      const key = `${r.line} ${r.verb} ${path}`
      const before = seen.get(key)
      if (path === undefined || seen.size >= perFileMax) continue
      if (before !== undefined && !before.isOpen) continue
      const at = { path: source.path, line: r.line }
      seen.set(key, { verb: r.verb, path, isOpen: r.isOpen, api: r.api ?? f.api, at })
    }
  }
  return [...seen.values()].sort(
    (a, b) => a.at.line - b.at.line || compareText(a.path, b.path) || compareText(a.verb, b.verb),
  )
}
