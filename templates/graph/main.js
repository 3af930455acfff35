// The page: its state, and what happens when it changes. Everything is drawn from data and state.
import { makeCamera } from './camera.js'
import { groupView, linksView, serviceView } from './details.js'
import { byId, plural } from './dom.js'
import { makePicture, nodeWidth } from './draw.js'
import { hashOf, targetOf } from './hash.js'
import { chosenServices, highlight } from './highlight.js'
import { boxOf, wireKeys } from './keys.js'
import { layout } from './layout.js'
import { drawLegend } from './legend.js'
import { watchIndex } from './live.js'
import { focusOf, indexOf, lookOf, startState, viewOf } from './model.js'
import { allProblems, allServices, overview } from './overview.js'
import { makeSearch } from './search.js'

const start = () => {
  const data = JSON.parse(byId('data').textContent)
  const index = indexOf(data)
  const root = byId('graph')
  const page = { data, index, state: startState(data), target: { view: 'overview' } }
  const camera = makeCamera(root, byId('stage'), (k) => {
    root.classList.toggle('far', k < 0.48)
    root.style.setProperty('--grow', String(Math.min(2.4, Math.max(1, 0.8 / k))))
  })
  const picture = makePicture(byId('stage'), data, {
    pick: (node) =>
      node.members === undefined
        ? page.go({ service: node.service })
        : page.toggle(node.group, true),
    pickLine: (line, look) =>
      page.go(look.links.length === 1 ? { link: look.links[0] } : lineTarget(line, look)),
    close: (group) => page.toggle(group, false),
  })
  Object.assign(page, { camera, picture, root })
  wire(page)
  wireKeys(page)
  page.target = targetOf(index, location.hash)
  openFor(page)
  relayout(page)
  page.camera.fit()
  revealTarget(page)
  watchIndex(byId('graph-page').dataset.live)
}

/** Lines between groups are shown as they are, without a name in the address. */
const lineTarget = (line, look) => ({ links: look.links, line })

/** Opens the group of what is chosen; true where that changed the picture. */
const openFor = ({ data, state, target }) => {
  const ends =
    target.service !== undefined
      ? [target.service]
      : target.link !== undefined
        ? [data.links[target.link].from, data.links[target.link].to]
        : []
  const groups = ends
    .map((i) => data.services[i].group)
    .filter((g) => state.grouped && !state.open.has(g))
  const isOutside = state.only !== undefined && ends.some((i) => !state.only.has(i))
  if (isOutside) state.only = undefined
  if (groups.length > 0) state.open = new Set([...state.open, ...groups])
  return groups.length > 0 || isOutside
}

const relayout = (page) => {
  const { data, state, root, camera } = page
  page.view = viewOf(page.index, state)
  const width = nodeWidth(data, page.view.nodes)
  page.placed = layout(page.view.nodes, page.view.lines, width)
  page.width = width
  camera.setWhole({ width: page.placed.width, height: page.placed.height })
  root.classList.toggle('dense', page.view.lines.length > 120)
  redraw(page)
}

const redraw = (page) => {
  const { data, state, view, placed, picture, width } = page
  page.looks = view.lines.map((line) => lookOf(data, line, state))
  page.drawn = picture.drawAll(view, placed, { looks: page.looks, width })
  highlight(page)
  drawLegend(page)
  drawPanel(page)
  drawBar(page)
}

const panelFor = (page) => {
  const { target } = page
  if (target.service !== undefined) return serviceView(page, target.service)
  if (target.link !== undefined) return linksView(page, [target.link])
  if (target.links !== undefined) return linksView(page, target.links)
  if (target.group !== undefined) return groupView(page, target.group)
  return { overview, services: allServices, problems: allProblems }[target.view](page)
}

const drawPanel = (page) => {
  const panel = byId('details')
  panel.replaceChildren(panelFor(page))
  for (const tab of document.querySelectorAll('[data-view]'))
    tab.setAttribute('aria-pressed', String(tab.dataset.view === page.target.view))
}

const drawBar = ({ data, state }) => {
  byId('grouped').setAttribute('aria-pressed', String(state.grouped))
  byId('grouped').hidden = data.groups.length < 2
  for (const id of ['open', 'shut']) byId(id).hidden = !state.grouped || state.only !== undefined
  byId('only').hidden = state.only === undefined
  byId('only-words').textContent =
    state.only === undefined
      ? ''
      : `${state.only.size} of ${plural(data.services.length, 'service')}`
}

const revealTarget = (page) => {
  const nodes = [
    ...new Set(
      chosenServices(page)
        .map((i) => page.view.nodeOf.get(i))
        .filter((n) => n !== undefined),
    ),
  ]
  if (nodes.length > 0) page.camera.reveal(boxOf(page, nodes))
}

const wire = (page) => {
  page.go = (target) => {
    const hash = hashOf(page.data, target)
    page.pending = target
    if (location.hash === hash || (hash === '' && location.hash === '')) arrive(page, target)
    else location.hash = hash
  }
  page.set = (change) => {
    Object.assign(page.state, change)
    if (
      page.state.only === undefined ||
      (change.direction === undefined && change.depth === undefined)
    )
      redraw(page)
    else page.isolate(true)
  }
  page.isolate = (isOn) => {
    const { service } = page.target
    page.state.only =
      isOn && service !== undefined ? focusOf(page.index, service, page.state).all : undefined
    relayout(page)
    page.camera.fit()
  }
  page.toggle = (group, isOpen = !page.state.open.has(group)) => {
    const open = new Set(page.state.open)
    if (isOpen) open.add(group)
    else open.delete(group)
    page.state.open = open
    page.target = { group }
    relayout(page)
    page.go({ group })
  }
  addEventListener('hashchange', () => {
    const target = page.pending ?? targetOf(page.index, location.hash)
    arrive(page, target)
  })
  wireControls(page)
  makeSearch(byId('search'), byId('hits'), page.data, (target) => page.go(target))
}

const arrive = (page, target) => {
  page.pending = undefined
  page.target = target
  if (openFor(page)) relayout(page)
  else {
    highlight(page)
    drawPanel(page)
  }
  byId('panel').scrollTop = 0
  revealTarget(page)
}

const wireControls = (page) => {
  const { camera, state } = page
  const on = (id, work) => byId(id).addEventListener('click', work)
  const again = (change) => {
    Object.assign(state, change)
    relayout(page)
    camera.fit()
  }
  on('fit', () => camera.fit())
  on('in', () => camera.zoom(1.3))
  on('out', () => camera.zoom(1 / 1.3))
  on('grouped', () => again({ grouped: !state.grouped, only: undefined }))
  on('open', () => again({ open: new Set(page.data.groups.keys()) }))
  on('shut', () => again({ open: new Set() }))
  on('only', () => page.isolate(false))
  for (const tab of document.querySelectorAll('[data-view]'))
    tab.addEventListener('click', () => page.go({ view: tab.dataset.view }))
  page.root.addEventListener('click', (event) => {
    if (event.target === page.root && page.target.view === undefined) page.go({ view: 'overview' })
  })
  addEventListener('beforeprint', () => camera.fitPaper(true))
  addEventListener('afterprint', () => camera.fitPaper(false))
  new ResizeObserver(() => {
    if (!page.hasFitted) camera.fit()
    page.hasFitted = true
  }).observe(page.root)
}

start()
