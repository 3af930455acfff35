// Pieces that the views of the side panel share.
import { el, placeButton, plural, svg } from './dom.js'
import { headPath, iconOf, icons, kindWord, viaStyle } from './kinds.js'

export const glyph = (path, className = '') =>
  svg(
    'svg',
    { class: `glyph ${className}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' },
    svg('path', { d: path }),
  )

export const kindGlyph = (kind) => glyph(iconOf(kind), `kind-${kind}`)

export const section = (title, ...children) =>
  el('section', {}, el('h3', { text: title }), ...children)

/** A list of which the first are seen, and the rest on demand. */
export const longList = (items, most, className = 'rows') => {
  const list = el('ul', { class: className }, items.slice(0, most))
  if (items.length <= most) return list
  const more = el('button', {
    class: 'more',
    type: 'button',
    text: `Show ${items.length - most} more`,
    onclick: () => {
      list.append(...items.slice(most))
      more.remove()
    },
  })
  return el('div', {}, list, more)
}

/** A service as a button that goes there. */
export const serviceButton = (page, i, words) => {
  const s = page.data.services[i]
  return el(
    'button',
    { class: 'service', type: 'button', onclick: () => page.go({ service: i }) },
    kindGlyph(s.kind),
    el('span', { class: 'label', text: s.name }),
    s.exposed === undefined ? undefined : glyph(icons.public, 'globe'),
    words === undefined ? undefined : el('span', { class: 'words', text: words }),
  )
}

/** A sample of how a kind of link is drawn. */
export const swatch = ({ family, dash, head }) =>
  svg(
    'svg',
    { class: `swatch family-${family}`, viewBox: '0 0 34 12', 'aria-hidden': 'true' },
    svg('path', {
      class: 'stroke',
      d: head === undefined ? 'M1 6h32' : 'M1 6h26',
      'stroke-dasharray': dash,
    }),
    head === undefined
      ? undefined
      : svg('path', { class: `head ${head}`, d: headPath(head, [33, 6]) }),
  )

export const viaChip = (via) =>
  el('span', { class: 'via' }, swatch(viaStyle(via)), el('span', { text: via }))

export const severityMark = (severity) => el('span', { class: `mark ${severity}`, text: severity })

/** A problem in full: what, both places, what to do, whom it touches. */
export const problemCard = (page, problem) =>
  el(
    'article',
    { class: `problem ${problem.severity}` },
    el(
      'div',
      { class: 'top' },
      severityMark(problem.severity),
      el('span', { class: 'code', text: problem.code, title: problem.slug }),
    ),
    el('p', { class: 'summary', text: problem.summary }),
    el(
      'ul',
      { class: 'places' },
      problem.places.map((p) => el('li', {}, placeButton(p.at, p.label))),
    ),
    problem.more > 0
      ? el('p', { class: 'words', text: `and ${plural(problem.more, 'more place')}` })
      : undefined,
    el('p', { class: 'help', text: problem.help }),
    problem.services.length === 0
      ? undefined
      : el(
          'div',
          { class: 'chips' },
          problem.services.slice(0, 8).map((i) => serviceButton(page, i)),
        ),
  )

export const factsTable = (rows) =>
  el(
    'dl',
    { class: 'facts' },
    rows
      .filter(([, value]) => value !== undefined && value !== '')
      .flatMap(([name, value]) => [el('dt', { text: name }), el('dd', {}, value)]),
  )

export const describeKind = (s) => [kindWord(s.kind), s.lang].filter(Boolean).join(' · ')
