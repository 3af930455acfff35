// The views of the panel when nothing is chosen: the overview, all services, all problems.
import { el, placeButton, plural } from './dom.js'
import { severityRank } from './kinds.js'
import { reach } from './model.js'
import { longList, problemCard, section, serviceButton, severityMark } from './parts.js'

const isStore = (s) => s.kind === 'datastore' || s.kind === 'broker'

const callers = ({ data, index }, i) =>
  new Set(index.into[i].map((l) => data.links[l].from).filter((f) => f !== i)).size

const publicPart = (page) => {
  const open = [...page.data.services.keys()].filter(
    (i) => page.data.services[i].exposed !== undefined,
  )
  if (open.length === 0)
    return section(
      'Public',
      el('p', {
        class: 'words',
        text: 'Nothing that makes a service public was recognised.',
      }),
    )
  return section(
    `Public · ${open.length}`,
    longList(
      open.map((i) =>
        el('li', {}, serviceButton(page, i), placeButton(page.data.services[i].exposed)),
      ),
      8,
    ),
  )
}

const storesPart = (page) => {
  const { services } = page.data
  const stores = [...services.keys()].filter((i) => isStore(services[i]))
  if (stores.length === 0) return undefined
  const ordered = stores
    .map((i) => [i, callers(page, i)])
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
  return section(
    'Data stores and brokers',
    longList(
      ordered.map(([i, n]) =>
        el('li', {}, serviceButton(page, i, n === 0 ? 'nobody found' : `used by ${n}`)),
      ),
      8,
    ),
  )
}

const heaviestMax = 60

const weightPart = (page) => {
  const { services } = page.data
  // Every service's callers, however far: worked out once, since the data never changes.
  page.heaviest ??= [...services.keys()]
    .map((i) => [i, reach(page.index, i, { direction: 'up', trust: 'sure' }).size])
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, heaviestMax)
  const heavy = page.heaviest
  if (heavy.length === 0) return undefined
  return section(
    'Most depended on',
    longList(
      heavy.map(([i, n]) => el('li', {}, serviceButton(page, i, `${n} would notice`))),
      6,
    ),
  )
}

const kinds = ['wiring', 'version', 'reading']

/** What breaks first: faults of the wiring, then versions, then files that were not read; the gravest first. */
const byWeight = (a, b) =>
  kinds.indexOf(a.kind) - kinds.indexOf(b.kind) ||
  severityRank[a.severity] - severityRank[b.severity] ||
  b.services.length - a.services.length

const unread = (problems) => {
  const count = problems.filter((p) => p.kind === 'reading').length
  return count === 0
    ? undefined
    : el('p', {
        class: 'words',
        text: `${plural(count, 'place')} could not be read or understood.`,
      })
}

const problemsPart = (page) => {
  const { problems } = page.data
  const found = problems.filter((p) => p.kind !== 'reading' && p.severity !== 'note')
  const top = found.toSorted(byWeight).slice(0, 4)
  const row = (p) =>
    el(
      'li',
      {},
      el(
        'button',
        { class: 'brief', type: 'button', onclick: () => page.go({ view: 'problems' }) },
        severityMark(p.severity),
        el('span', { text: p.summary }),
      ),
    )
  return section(
    found.length === 0 ? 'Problems' : `Problems · ${found.length}`,
    found.length === 0
      ? el('p', {
          class: 'words',
          text: 'No fault of the wiring and no drift of versions was found.',
        })
      : el('ul', { class: 'rows' }, top.map(row)),
    unread(problems),
    problems.length > top.length
      ? el('button', {
          class: 'more',
          type: 'button',
          text: `See all ${problems.length}`,
          onclick: () => page.go({ view: 'problems' }),
        })
      : undefined,
  )
}

export const overview = (page) => {
  const { services, links, name, files, read } = page.data
  const sure = links.filter((l) => l.status === 'confirmed').length
  return el(
    'div',
    {},
    el('h2', { text: name }),
    el('p', {
      class: 'words',
      text: `${plural(services.length, 'service')}, ${plural(sure, 'confirmed link')}${links.length > sure ? `, ${links.length - sure} declared or dead` : ''}; ${read} of ${plural(files, 'file')} read.`,
    }),
    publicPart(page),
    storesPart(page),
    weightPart(page),
    problemsPart(page),
  )
}

export const allServices = (page) => {
  const { services, groups } = page.data
  const byGroup = Map.groupBy(services.keys(), (i) => services[i].group)
  return el(
    'div',
    {},
    el('h2', { text: plural(services.length, 'service') }),
    ...[...byGroup].map(([g, all]) =>
      section(
        `${groups[g].name} · ${all.length}`,
        el(
          'ul',
          { class: 'rows' },
          all.map((i) =>
            el(
              'li',
              {},
              serviceButton(page, i, callers(page, i) === 0 ? undefined : `${callers(page, i)} in`),
            ),
          ),
        ),
      ),
    ),
  )
}

const titles = { wiring: 'Wiring', version: 'Versions that drift', reading: 'Not read' }

export const allProblems = (page) => {
  const { problems } = page.data
  const parts = Object.entries(titles).flatMap(([kind, title]) => {
    const all = problems.filter((p) => p.kind === kind).toSorted(byWeight)
    if (all.length === 0) return []
    return [
      section(
        `${title} · ${all.length}`,
        longList(
          all.map((p) => el('li', {}, problemCard(page, p))),
          30,
          'cards',
        ),
      ),
    ]
  })
  return el(
    'div',
    {},
    el('h2', {
      text: problems.length === 0 ? 'No problems found' : plural(problems.length, 'problem'),
    }),
    ...parts,
  )
}
