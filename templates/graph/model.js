// The wiring as the page asks for it: neighbours, who is reached over how many links, and what is drawn.

/** Indices over the data: links by their ends, services by name. */
export const indexOf = (data) => {
  const out = data.services.map(() => [])
  const into = data.services.map(() => [])
  for (const [i, link] of data.links.entries()) {
    out[link.from].push(i)
    into[link.to].push(i)
  }
  const names = new Map()
  for (const [i, s] of data.services.entries()) if (!names.has(s.name)) names.set(s.name, i)
  return { data, out, into, names }
}

const allowed = {
  all: ['confirmed', 'declared', 'dead'],
  live: ['confirmed', 'declared'],
  sure: ['confirmed'],
}

/**
 * Services that a service reaches (`down`) or that reach it (`up`), with the number of links between them.
 * `trust`: `sure` follows confirmed links, `live` declared ones too, `all` dead ones too.
 */
export const reach = (
  { data, out, into },
  start,
  { direction, depth = Infinity, trust = 'live' },
) => {
  const steps = direction === 'up' ? into : out
  const end = direction === 'up' ? 'from' : 'to'
  const far = new Map([[start, 0]])
  for (const [node, distance] of far) {
    if (distance === depth) continue
    for (const i of steps[node]) {
      const link = data.links[i]
      if (allowed[trust].includes(link.status) && !far.has(link[end]))
        far.set(link[end], distance + 1)
    }
  }
  far.delete(start)
  return far
}

/** All that would notice if a service went: over confirmed links, and those over declared ones alone. */
export const impactOf = (index, service) => {
  const sure = reach(index, service, { direction: 'up', trust: 'sure' })
  const live = reach(index, service, { direction: 'up', trust: 'live' })
  return { sure, maybe: new Map([...live].filter(([node]) => !sure.has(node))) }
}

/** What is in focus around a service: itself, callers and callees as far as the state says. */
export const focusOf = (index, service, { direction, depth }) => {
  const none = new Map()
  const up =
    direction === 'down' ? none : reach(index, service, { direction: 'up', depth, trust: 'all' })
  const down =
    direction === 'up' ? none : reach(index, service, { direction: 'down', depth, trust: 'all' })
  return { up, down, all: new Set([service, ...up.keys(), ...down.keys()]) }
}

const key = { service: (i) => `s${i}`, group: (i) => `g${i}` }

const nodesOf = (data, { grouped, open, only }) => {
  const nodes = []
  const nodeOf = new Map()
  const groups = new Map()
  for (const [i, service] of data.services.entries()) {
    if (only !== undefined && !only.has(i)) continue
    const isClosed = grouped && only === undefined && !open.has(service.group)
    if (!isClosed) {
      const band = grouped && only === undefined ? String(service.group) : undefined
      nodeOf.set(i, nodes.length)
      nodes.push({ key: key.service(i), service: i, band })
      continue
    }
    if (!groups.has(service.group)) {
      groups.set(service.group, nodes.length)
      nodes.push({
        key: key.group(service.group),
        group: service.group,
        members: [],
        band: undefined,
      })
    }
    nodes[groups.get(service.group)].members.push(i)
    nodeOf.set(i, groups.get(service.group))
  }
  return { nodes, nodeOf }
}

/** A closed group of one is that one. */
const unwrap = ({ nodes, nodeOf }) => {
  const alone = (n) => n.members?.length === 1
  return {
    nodeOf,
    nodes: nodes.map((n) =>
      alone(n) ? { key: key.service(n.members[0]), service: n.members[0], band: undefined } : n,
    ),
  }
}

/**
 * What is drawn in a state: nodes, and lines between them that hold one or more links. Where an end is a
 * closed group, all links of a pair are one line; between services each protocol has its own.
 */
export const viewOf = ({ data }, state) => {
  const { nodes, nodeOf } = unwrap(nodesOf(data, state))
  const lines = new Map()
  for (const [i, link] of data.links.entries()) {
    const [from, to] = [nodeOf.get(link.from), nodeOf.get(link.to)]
    if (from === undefined || to === undefined || from === to) continue
    const isMany = nodes[from].members !== undefined || nodes[to].members !== undefined
    const id = `${from} ${to} ${isMany ? '' : link.via}`
    if (!lines.has(id)) lines.set(id, { from, to, links: [] })
    lines.get(id).links.push(i)
  }
  return { nodes, nodeOf, lines: [...lines.values()] }
}

const best = (statuses) =>
  ['confirmed', 'declared', 'dead'].find((one) => statuses.has(one)) ?? 'declared'

/** How a line looks with what the filters leave of it; undefined where they leave nothing. */
export const lookOf = (data, line, { vias, hidden }) => {
  const shown = line.links.filter(
    (i) => !vias.has(data.links[i].via) && !hidden.has(data.links[i].status),
  )
  if (shown.length === 0) return undefined
  const kinds = new Set(shown.map((i) => data.links[i].via))
  return {
    links: shown,
    via: kinds.size === 1 ? [...kinds][0] : 'mixed',
    status: best(new Set(shown.map((i) => data.links[i].status))),
    isFaulty: shown.some((i) => data.links[i].problems.length > 0),
  }
}

/** How the picture starts: small ones flat, larger ones by folder, the largest with folders closed. */
export const startState = (data) => {
  const count = data.services.length
  const grouped = data.groups.length > 1 && count > 30
  return {
    grouped,
    open: new Set(count <= 90 ? data.groups.keys() : []),
    only: undefined,
    vias: new Set(),
    hidden: new Set(),
    direction: 'both',
    depth: 1,
  }
}
