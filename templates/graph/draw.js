// The picture: frames of groups, lines, nodes. Elements of nodes are kept from picture to picture, so that
// they move to their new places instead of jumping.
import { cutText, fitText, plural, svg, tailText, widthOf } from './dom.js'
import { headPath, iconOf, icons, kindWord, statusDash, viaStyle } from './kinds.js'
import { size } from './layout.js'

const font = { name: '600 14px system-ui, sans-serif', sub: '11.5px system-ui, sans-serif' }
const widths = { least: 136, most: 208, icon: 34, badge: 18, end: 11 }

const needOf = (data, node) => {
  const badge = node.members !== undefined || isPublic(data, node) ? widths.badge : 0
  const text = Math.max(
    widthOf(nameOf(data, node), font.name),
    widthOf(subOf(data, node), font.sub),
  )
  return text + badge + widths.icon + widths.end + 2
}

/** Width of all nodes: what their texts need (nine in ten, where there are many), within reason. */
export const nodeWidth = (data, nodes) => {
  const needs = nodes.map((n) => needOf(data, n)).sort((a, b) => a - b)
  const most = needs[Math.floor((needs.length - 1) * (needs.length > 60 ? 0.9 : 1))] ?? 0
  return Math.round(Math.min(widths.most, Math.max(widths.least, most)))
}

const nameOf = (data, node) =>
  node.members === undefined ? data.services[node.service].name : data.groups[node.group].name

const subOf = (data, node) => {
  if (node.members !== undefined) return plural(node.members.length, 'service')
  const { lang, kind, ports } = data.services[node.service]
  const what =
    kind === 'service'
      ? lang || 'image'
      : kind === 'job'
        ? ['job', lang].filter(Boolean).join(' · ')
        : kindWord(kind)
  return ports.length === 0
    ? what
    : `${what} · ${ports
        .slice(0, 2)
        .map((p) => `:${p}`)
        .join(' ')}${ports.length > 2 ? ' …' : ''}`
}

const problemsOf = (data, node) => {
  const all = node.members ?? [node.service]
  return [...new Set(all.flatMap((i) => data.services[i].problems))]
    .map((p) => data.problems[p])
    .filter((p) => p.severity !== 'note')
}

const isPublic = (data, node) =>
  (node.members ?? [node.service]).some((i) => data.services[i].exposed !== undefined)

const label = (data, node, counts) => {
  const problems = problemsOf(data, node).length
  const known = node.members === undefined ? data.services[node.service] : undefined
  return [
    nameOf(data, node),
    known === undefined
      ? `closed group of ${plural(node.members.length, 'service')}`
      : [kindWord(known.kind), known.lang].filter(Boolean).join(', '),
    isPublic(data, node) ? 'public' : '',
    `${plural(counts.into, 'line')} in, ${counts.out} out`,
    problems > 0 ? plural(problems, 'problem') : '',
  ]
    .filter(Boolean)
    .join(', ')
}

const icon = (path, className, x, y) =>
  svg('path', { d: path, class: className, transform: `translate(${x} ${y})` })

const badges = (data, node, width) => {
  const problems = problemsOf(data, node)
  const parts = []
  let x = width - widths.end
  if (problems.length > 0) {
    const text = problems.length > 99 ? '99+' : String(problems.length)
    const w = Math.max(16, 8 + text.length * 7)
    const worst = problems.some((p) => p.severity === 'error') ? 'error' : 'warning'
    parts.push(
      svg('rect', { class: `pill ${worst}`, x: width - w + 5, y: -7, width: w, height: 16, rx: 8 }),
      svg('text', {
        class: 'pilltext',
        x: width - w / 2 + 5,
        y: 4.5,
        'text-anchor': 'middle',
        text,
      }),
    )
  }
  if (node.members !== undefined) {
    x -= 11
    parts.push(svg('path', { class: 'plus', d: `M${x} 23h10M${x + 5} 18v10` }))
  }
  if (isPublic(data, node)) {
    x -= x < width - widths.end ? 22 : 15
    parts.push(icon(icons.public, 'icon globe', x, 15))
  }
  return { parts, left: x }
}

const card = (data, node, width) => {
  const isGroup = node.members !== undefined
  const kind = isGroup ? 'group' : data.services[node.service].kind
  const { parts, left } = badges(data, node, width)
  const room = left - widths.icon - (left < width - widths.end ? 4 : 0)
  const [name, sub] = [nameOf(data, node), subOf(data, node)]
  return [
    ...(isGroup
      ? [8, 4].map((d) =>
          svg('rect', { class: 'card under', x: d, y: d, width, height: size.height, rx: 9 }),
        )
      : []),
    svg('rect', { class: 'card', width, height: size.height, rx: 9 }),
    icon(iconOf(kind), `icon kind-${kind}`, 11, 15),
    svg('text', {
      class: 'name',
      x: widths.icon,
      y: 20.5,
      text: (isGroup ? tailText : fitText)(name, room, font.name),
    }),
    svg('text', { class: 'sub', x: widths.icon, y: 36, text: cutText(sub, room, font.sub) }),
    ...parts,
    svg('title', { text: name }),
  ]
}

const pathOf = ([start, ...curves]) =>
  `M${start.join(' ')}${curves.map((c) => `C${c.map((n) => Math.round(n * 10) / 10).join(' ')}`).join('')}`

const lineTitle = (data, look, [from, to]) =>
  `${from} → ${to}: ${look.links.length === 1 ? `${look.via}, ${look.status}, ${data.links[look.links[0]].port}` : plural(look.links.length, 'link')}`

/** One line: what is seen, its head, and a wide one that the pointer finds. */
const drawLine = (data, look, { route, names, chosen }) => {
  const style = look.via === 'mixed' ? { family: 'mixed', head: 'arrow' } : viaStyle(look.via)
  const d = pathOf(route)
  const [, , turned, , x, y] = route.at(-1)
  const width = 1.5 + Math.min(3, Math.log2(look.links.length) * 0.7)
  return svg(
    'g',
    {
      class: `line family-${style.family} ${look.status}${look.isFaulty ? ' faulty' : ''}`,
      onclick: chosen,
    },
    svg('path', { class: 'hit', d }),
    svg('path', {
      class: 'stroke',
      d,
      'stroke-width': width,
      'stroke-dasharray': statusDash[look.status] ?? style.dash,
    }),
    svg('path', {
      class: `head ${style.head}`,
      d: headPath(style.head, [x, y], turned > x ? -1 : 1),
    }),
    svg('title', { text: lineTitle(data, look, names) }),
  )
}

const drawFrame = (data, frame, close) => {
  const group = frame.id === undefined ? undefined : Number(frame.id)
  const text = group === undefined ? 'No link found' : data.groups[group].name
  const room = frame.width - 52
  return svg(
    'g',
    {
      class: group === undefined ? 'frame loose' : 'frame',
      transform: `translate(${frame.x} ${frame.y})`,
    },
    svg('rect', { class: 'bounds', width: frame.width, height: frame.height, rx: 12 }),
    svg('text', { class: 'title', x: 14, y: 19, text: tailText(text, room, font.name) }),
    group === undefined
      ? undefined
      : svg(
          'g',
          {
            class: 'close',
            role: 'button',
            'aria-label': `Close group ${text}`,
            transform: `translate(${frame.width - 28} 5)`,
            onclick: () => close(group),
          },
          svg('rect', { width: 20, height: 20, rx: 5 }),
          svg('path', { d: 'M5 10h10' }),
          svg('title', { text: 'Close this group' }),
        ),
  )
}

/** A picture that can be drawn again and again into three layers of an SVG. */
export const makePicture = (stage, data, { pick, pickLine, close }) => {
  const layers = { frames: svg('g'), lines: svg('g'), nodes: svg('g') }
  stage.append(layers.frames, layers.lines, layers.nodes)
  const kept = new Map()
  const elementOf = (node) => {
    if (!kept.has(node.key))
      kept.set(
        node.key,
        svg('g', {
          class: node.members === undefined ? 'node' : 'node group',
          role: 'button',
          tabindex: -1,
          'data-key': node.key,
          onclick: () => pick(node),
        }),
      )
    return kept.get(node.key)
  }
  const drawNodes = (view, placed, width) => {
    const elements = view.nodes.map((node, n) => {
      const counts = {
        into: view.lines.filter((l) => l.to === n).length,
        out: view.lines.filter((l) => l.from === n).length,
      }
      const element = elementOf(node)
      element.replaceChildren(...card(data, node, width))
      element.setAttribute('aria-label', label(data, node, counts))
      element.style.transform = `translate(${placed.nodes[n].x}px, ${placed.nodes[n].y}px)`
      return { element, place: placed.nodes[n] }
    })
    elements.sort((a, b) => a.place.column - b.place.column || a.place.row - b.place.row)
    layers.nodes.replaceChildren(...elements.map(({ element }) => element))
  }
  const drawLines = (view, placed, looks) => {
    const drawn = view.lines.map((line, i) => {
      if (looks[i] === undefined) return undefined
      const names = [line.from, line.to].map((n) => nameOf(data, view.nodes[n]))
      return drawLine(data, looks[i], {
        route: placed.routes[i],
        names,
        chosen: () => pickLine(line, looks[i]),
      })
    })
    layers.lines.replaceChildren(...drawn.filter(Boolean))
    return drawn
  }
  return {
    drawLines,
    drawAll: (view, placed, { looks, width }) => {
      layers.frames.replaceChildren(...placed.frames.map((frame) => drawFrame(data, frame, close)))
      drawNodes(view, placed, width)
      return drawLines(view, placed, looks)
    },
    element: (key) => kept.get(key),
  }
}
