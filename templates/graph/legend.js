// The legend: every kind and status of link that occurs, with a switch each.
import { byId, el } from './dom.js'
import { statusDash, statuses, viaOrder, viaStyle } from './kinds.js'
import { swatch } from './parts.js'

const count = (items) => {
  const table = new Map()
  for (const one of items) table.set(one, (table.get(one) ?? 0) + 1)
  return table
}

const row = ({ text, title, sample, number, checked }, change) => {
  const box = el('input', { type: 'checkbox', onchange: () => change(box.checked) })
  box.checked = checked
  return el(
    'label',
    { title },
    box,
    sample,
    el('span', { class: 'label', text }),
    el('span', { class: 'number', text: String(number) }),
  )
}

const flip = (set, id, isOn) => {
  const next = new Set(set)
  if (isOn) next.delete(id)
  else next.add(id)
  return next
}

export const drawLegend = (page) => {
  const { links } = page.data
  const vias = [...count(links.map((l) => l.via))].sort(
    (a, b) => viaOrder(a[0]) - viaOrder(b[0]) || (a[0] < b[0] ? -1 : 1),
  )
  const found = count(links.map((l) => l.status))
  const viaRows = vias.map(([via, number]) =>
    row(
      {
        text: via,
        title: `Links over ${via}`,
        sample: swatch(viaStyle(via)),
        number,
        checked: !page.state.vias.has(via),
      },
      (isOn) => page.set({ vias: flip(page.state.vias, via, isOn) }),
    ),
  )
  const statusRows = statuses
    .filter(({ id }) => found.has(id))
    .map(({ id, text, help }) =>
      row(
        {
          text,
          title: `${text}: ${help}`,
          sample: swatch({ family: id, dash: statusDash[id] }),
          number: found.get(id),
          checked: !page.state.hidden.has(id),
        },
        (isOn) => page.set({ hidden: flip(page.state.hidden, id, isOn) }),
      ),
    )
  byId('kinds').replaceChildren(...viaRows)
  byId('statuses').replaceChildren(...statusRows)
  byId('legend').hidden = links.length === 0
}
