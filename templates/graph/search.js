// Search: services by name, folder or language, groups, and the variables and contracts of links.
import { el } from './dom.js'
import { kindWord } from './kinds.js'

const shown = 12

const entriesOf = ({ groups, services, links }) => {
  const ports = new Map()
  for (const [i, l] of links.entries()) {
    for (const text of [l.port, l.contract]) {
      if (text === undefined) continue
      const id = `${text} ${l.from} ${l.to}`
      if (!ports.has(id))
        ports.set(id, {
          text,
          words: `${services[l.from].name} → ${services[l.to].name}`,
          target: { link: i },
          weight: 3,
        })
    }
  }
  return [
    ...services.map((s, i) => ({
      text: s.name,
      more: [...s.aliases, s.path ?? '', s.lang, kindWord(s.kind)].join(' '),
      words: [kindWord(s.kind), s.lang, s.path].filter(Boolean).join(' · '),
      target: { service: i },
      weight: 1,
    })),
    ...groups.map((g, i) => ({ text: g.name, words: 'group', target: { group: i }, weight: 2 })),
    ...ports.values(),
  ].map((e) => ({ ...e, low: e.text.toLowerCase(), lowMore: (e.more ?? '').toLowerCase() }))
}

const score = (entry, word) => {
  const at = entry.low.indexOf(word)
  if (entry.low === word) return entry.weight
  if (at === 0) return 10 + entry.weight
  if (at > 0) return (/[a-z0-9]/.test(entry.low[at - 1]) ? 30 : 20) + entry.weight
  return entry.lowMore.includes(word) ? 40 + entry.weight : undefined
}

/** What fits a text, the best first. */
export const find = (entries, text) => {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return entries
    .map((entry, i) => ({ entry, i, scores: words.map((w) => score(entry, w)) }))
    .filter(({ scores }) => scores.every((s) => s !== undefined))
    .map((hit) => ({ ...hit, sum: hit.scores.reduce((a, b) => a + b, 0) }))
    .sort((a, b) => a.sum - b.sum || a.entry.text.length - b.entry.text.length || a.i - b.i)
    .slice(0, shown)
    .map(({ entry }) => entry)
}

/** Wires the search box: a list that opens below it, keys to walk it, Enter to choose. */
export const makeSearch = (input, list, data, choose) => {
  const entries = entriesOf(data)
  let hits = []
  let current = 0
  const mark = () => {
    for (const [i, row] of [...list.children].entries())
      row.setAttribute('aria-selected', String(i === current))
    input.setAttribute('aria-activedescendant', hits.length > 0 ? `hit-${current}` : '')
    list.children[current]?.scrollIntoView({ block: 'nearest' })
  }
  const close = () => {
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
  }
  const take = (hit) => {
    if (hit === undefined) return
    close()
    input.value = ''
    input.blur()
    choose(hit.target)
  }
  const row = (hit, i) =>
    el(
      'li',
      {
        id: `hit-${i}`,
        role: 'option',
        onpointerdown: (event) => event.preventDefault(),
        onclick: () => take(hit),
      },
      el('span', { class: 'hit', text: hit.text }),
      el('span', { class: 'words', text: hit.words }),
    )
  const update = () => {
    hits = find(entries, input.value)
    current = 0
    const isEmpty = hits.length === 0
    list.replaceChildren(
      ...(isEmpty ? [el('li', { class: 'none', text: 'Nothing fits' })] : hits.map(row)),
    )
    list.hidden = input.value.trim() === ''
    input.setAttribute('aria-expanded', String(!list.hidden))
    if (!isEmpty) mark()
  }
  const keys = {
    ArrowDown: () => {
      current = Math.min(hits.length - 1, current + 1)
      mark()
    },
    ArrowUp: () => {
      current = Math.max(0, current - 1)
      mark()
    },
    Enter: () => take(hits[current]),
    Escape: () => {
      input.value = ''
      close()
      input.blur()
    },
  }
  input.addEventListener('input', update)
  input.addEventListener('focus', update)
  input.addEventListener('blur', close)
  input.addEventListener('keydown', (event) => {
    if (!Object.hasOwn(keys, event.key) || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    keys[event.key]()
  })
}
