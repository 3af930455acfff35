// The part of the address behind `#`: what is chosen, so that it can be sent to a colleague.

const linkKey = ({ services }, l) => `${services[l.from].name}>${services[l.to].name}>${l.port}`

/** `#service=web`, `#link=web>db>DB_URL`, `#group=src/`, `#view=problems`; nothing for the overview. */
export const hashOf = (data, target) => {
  const pair =
    target.service !== undefined
      ? ['service', data.services[target.service].name]
      : target.link !== undefined
        ? ['link', linkKey(data, data.links[target.link])]
        : target.links !== undefined
          ? ['pair', linkKey(data, data.links[target.links[0]])]
          : target.group !== undefined
            ? ['group', data.groups[target.group].name]
            : target.view !== undefined && target.view !== 'overview'
              ? ['view', target.view]
              : undefined
  return pair === undefined ? '' : `#${pair[0]}=${encodeURIComponent(pair[1])}`
}

const views = ['overview', 'services', 'problems']

const orOverview = (name, at) =>
  at === undefined || at < 0 ? { view: 'overview' } : { [name]: at }

/** What a hash means in this data; the overview where it means nothing. */
export const targetOf = ({ data, names }, hash) => {
  const m = /^#(service|link|pair|group|view)=(.*)$/s.exec(hash)
  if (m === null) return { view: 'overview' }
  let value
  try {
    value = decodeURIComponent(m[2])
  } catch {
    return { view: 'overview' }
  }
  if (m[1] === 'service') return orOverview('service', names.get(value))
  if (m[1] === 'group')
    return orOverview(
      'group',
      data.groups.findIndex((g) => g.name === value),
    )
  if (m[1] === 'view') return { view: views.includes(value) ? value : 'overview' }
  const link = data.links.findIndex((l) => linkKey(data, l) === value)
  if (m[1] === 'link' || link < 0) return orOverview('link', link)
  const { from, to } = data.links[link]
  return {
    links: [...data.links.keys()].filter(
      (i) => data.links[i].from === from && data.links[i].to === to,
    ),
  }
}
