import type { EnvRead } from '../model/endpoint.ts'
import { readsOf } from './named.ts'
import { plainName } from './near.ts'
import type { Wiring } from './wiring.ts'

/** Languages whose frameworks look for a variable by the name of a setting: Spring, Quarkus, ASP.NET. */
const binding = new Set(['java', 'kotlin', 'csharp'])

/** Shorter names are near to too many others. */
const lengthMin = 7

/**
 * Variables that a framework binds to settings of a service, though no text names them as such: `CART_URL` for
 * `cart.url` in `application.yml`, `Services__Cart__Url` for `configuration["Services:Cart:Url"]`.
 */
export const settingsOf = (w: Wiring, service: string): readonly EnvRead[] => {
  const files = (w.files.get(service) ?? []).filter((f) => f.scope === 'main')
  if (!files.some((f) => binding.has(f.lang))) return []
  return files
    .flatMap((f): readonly EnvRead[] => {
      if (f.lang === 'config')
        return [...readsOf(f), ...(f.mentions ?? []).filter((m) => !m.isLoose)]
      return binding.has(f.lang)
        ? (f.mentions ?? []).filter((m) => m.isLoose && m.key.includes('_'))
        : []
    })
    .map(({ key, at }) => ({ key, at }))
    .filter((r) => plainName(r.key).length >= lengthMin)
}
