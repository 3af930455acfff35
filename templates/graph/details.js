// The views of the panel for what is chosen: a service, a line of links, a group.
import { el, placeButton, plural } from './dom.js'
import { icons, setsAddress, signalWord } from './kinds.js'
import { impactOf } from './model.js'
import {
  describeKind,
  factsTable,
  glyph,
  kindGlyph,
  longList,
  problemCard,
  section,
  serviceButton,
  viaChip,
} from './parts.js'

const places = (evidence) =>
  longList(
    evidence.map((e) => el('li', {}, placeButton(e.at, signalWord(e.signal)))),
    8,
    'places',
  )

const problemsPart = (page, ids) => {
  const all = [...new Set(ids)].map((p) => page.data.problems[p])
  if (all.length === 0) return undefined
  return section(
    `Problems · ${all.length}`,
    longList(
      all.map((p) => el('li', {}, problemCard(page, p))),
      5,
      'cards',
    ),
  )
}

const linkRow = (page, i, end) => {
  const link = page.data.links[i]
  return el(
    'li',
    { class: link.status },
    serviceButton(page, link[end]),
    el(
      'button',
      {
        class: 'link',
        type: 'button',
        title: 'Show the evidence',
        onclick: () => page.go({ link: i }),
      },
      viaChip(link.via),
      el('span', { class: 'port', text: link.port }),
      link.status === 'confirmed'
        ? undefined
        : el('span', { class: `tag ${link.status}`, text: link.status }),
    ),
  )
}

const linksPart = (page, title, ids, end) =>
  ids.length === 0
    ? undefined
    : section(
        `${title} · ${ids.length}`,
        longList(
          ids.map((i) => linkRow(page, i, end)),
          12,
        ),
      )

const addressPart = (page, into) => {
  const rows = into.flatMap((i) => {
    const { from, port, evidence } = page.data.links[i]
    const set = evidence.filter((e) => setsAddress(e.signal))
    return set.length === 0
      ? []
      : [
          el(
            'li',
            {},
            el(
              'div',
              { class: 'setfor' },
              el('code', { text: port }),
              el('span', { class: 'words', text: `for ${page.data.services[from].name}` }),
            ),
            places(set),
          ),
        ]
  })
  return rows.length === 0
    ? undefined
    : section('Where its address is set', longList(rows, 6, 'cards'))
}

const distanceWords = (n) => (n === 1 ? 'directly' : `over ${n} links`)

const impactPart = (page, service) => {
  const { sure, maybe } = impactOf(page.index, service)
  if (sure.size + maybe.size === 0)
    return section(
      'If it goes',
      el('p', {
        class: 'words',
        text: 'No caller was found: nothing in this repository would notice.',
      }),
    )
  const rows = (all) =>
    [...all].map(([i, n]) => el('li', {}, serviceButton(page, i, distanceWords(n))))
  return section(
    `If it goes · ${sure.size === 0 ? '' : `${plural(sure.size, 'service')} would notice`}`.replace(
      / · $/,
      '',
    ),
    sure.size === 0 ? undefined : longList(rows(sure), 10),
    maybe.size === 0
      ? undefined
      : el(
          'div',
          {},
          el('p', {
            class: 'words',
            text: `${plural(maybe.size, 'more', 'more')}, over links that are only declared:`,
          }),
          longList(rows(maybe), 5),
        ),
  )
}

const choice = (label, options, current, change) =>
  el(
    'div',
    { class: 'choice', role: 'group', 'aria-label': label },
    options.map(([value, text, title]) =>
      el('button', {
        type: 'button',
        text,
        title,
        'aria-pressed': String(value === current),
        onclick: () => change(value),
      }),
    ),
  )

const focusPart = (page) => {
  const { direction, depth, only } = page.state
  return el(
    'div',
    { class: 'focus' },
    choice(
      'Direction',
      [
        ['up', '← callers', 'Who calls it'],
        ['both', 'both', 'Callers and callees'],
        ['down', 'callees →', 'What it calls'],
      ],
      direction,
      (value) => page.set({ direction: value }),
    ),
    choice(
      'Depth',
      [1, 2, 3, Infinity].map((n) => [
        n,
        n === Infinity ? 'all' : String(n),
        n === Infinity ? 'However far' : `Over up to ${plural(n, 'link')}`,
      ]),
      depth,
      (value) => page.set({ depth: value }),
    ),
    el('button', {
      class: 'only',
      type: 'button',
      'aria-pressed': String(only !== undefined),
      text: only === undefined ? 'Show only these' : 'Show all',
      onclick: () => page.isolate(only === undefined),
    }),
  )
}

export const serviceView = (page, i) => {
  const { data, index } = page
  const s = data.services[i]
  const into = index.into[i].filter((l) => data.links[l].from !== i)
  const out = index.out[i].filter((l) => data.links[l].to !== i)
  const ids = [
    ...s.problems,
    ...index.into[i].flatMap((l) => data.links[l].problems),
    ...index.out[i].flatMap((l) => data.links[l].problems),
  ]
  return el(
    'div',
    {},
    el('h2', {}, kindGlyph(s.kind), el('span', { class: 'label', text: s.name })),
    s.exposed === undefined
      ? undefined
      : el(
          'p',
          { class: 'public' },
          glyph(icons.public, 'globe'),
          el('span', { class: 'label', text: 'Public' }),
          placeButton(s.exposed),
        ),
    factsTable([
      ['Kind', describeKind(s)],
      ['Folder', s.path === undefined ? undefined : s.path === '' ? './' : s.path],
      ['Ports', s.ports.join(', ')],
      ['Also named', s.aliases.join(', ')],
      ['Declared', placeButton(s.at)],
    ]),
    focusPart(page),
    problemsPart(page, ids),
    impactPart(page, i),
    linksPart(page, 'Called by', into, 'from'),
    linksPart(page, 'Calls', out, 'to'),
    addressPart(page, into),
  )
}

const linkCard = (page, i) => {
  const link = page.data.links[i]
  const more = link.evidenceCount - link.evidence.length
  return el(
    'article',
    { class: `linkcard ${link.status}` },
    el(
      'div',
      { class: 'ends' },
      serviceButton(page, link.from),
      el('span', { text: '→' }),
      serviceButton(page, link.to),
    ),
    factsTable([
      ['Kind', viaChip(link.via)],
      ['Port', el('code', { text: link.port })],
      ['Status', el('span', { class: `tag ${link.status}`, text: link.status })],
      [
        'Contract',
        link.contract === undefined
          ? undefined
          : el(
              'span',
              {},
              el('code', { text: link.contract }),
              link.contractAt === undefined ? undefined : placeButton(link.contractAt),
            ),
      ],
    ]),
    el('h4', { text: 'Evidence' }),
    link.evidence.length === 0
      ? el('p', { class: 'words', text: 'None is kept for this link.' })
      : places(link.evidence),
    more > 0 ? el('p', { class: 'words', text: `and ${plural(more, 'more place')}` }) : undefined,
  )
}

export const linksView = (page, ids) => {
  const { links, services } = page.data
  const pairs = new Set(ids.map((i) => `${links[i].from} ${links[i].to}`))
  const first = links[ids[0]]
  const title =
    pairs.size === 1
      ? `${services[first.from].name} → ${services[first.to].name}`
      : plural(ids.length, 'link')
  return el(
    'div',
    {},
    el('h2', { text: title }),
    longList(
      ids.map((i) => el('li', {}, linkCard(page, i))),
      12,
      'cards',
    ),
    problemsPart(
      page,
      ids.flatMap((i) => links[i].problems),
    ),
  )
}

export const groupView = (page, g) => {
  const { data } = page
  const members = [...data.services.keys()].filter((i) => data.services[i].group === g)
  const inside = new Set(members)
  const crossing = (end, other) =>
    data.links.flatMap((l, i) => (inside.has(l[end]) && !inside.has(l[other]) ? [i] : []))
  const isOpen = page.state.open.has(g)
  return el(
    'div',
    {},
    el('h2', {}, kindGlyph('group'), el('span', { class: 'label', text: data.groups[g].name })),
    el('p', { class: 'words', text: plural(members.length, 'service') }),
    page.state.grouped
      ? el('button', {
          class: 'only',
          type: 'button',
          text: isOpen ? 'Close this group' : 'Open this group',
          onclick: () => page.toggle(g),
        })
      : undefined,
    section(
      'Services',
      longList(
        members.map((i) => el('li', {}, serviceButton(page, i))),
        30,
      ),
    ),
    linksPart(page, 'Called from outside', crossing('to', 'from'), 'from'),
    linksPart(page, 'Calls outside', crossing('from', 'to'), 'to'),
  )
}
