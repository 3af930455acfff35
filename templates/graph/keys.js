// The keyboard: nothing on the page needs a mouse.
import { byId } from './dom.js'
import { size } from './layout.js'

/** The box round some nodes of the picture. */
export const boxOf = (page, nodes) => {
  const places = nodes.map((n) => page.placed.nodes[n])
  const [x, y] = [Math.min(...places.map((p) => p.x)), Math.min(...places.map((p) => p.y))]
  return {
    x,
    y,
    width: Math.max(...places.map((p) => p.x)) + page.width - x,
    height: Math.max(...places.map((p) => p.y)) + size.height - y,
  }
}

/** The nearest node in a direction: far along it counts once, far across it counts three times. */
const nextNode = (page, from, [dx, dy]) => {
  const here = page.placed.nodes[from]
  let best
  for (const [n, p] of page.placed.nodes.entries()) {
    const [along, across] =
      dx === 0
        ? [(p.y - here.y) * dy, Math.abs(p.x - here.x)]
        : [(p.x - here.x) * dx, Math.abs(p.y - here.y)]
    if (along <= 0) continue
    const cost = along + 3 * across
    if (best === undefined || cost < best.cost) best = { n, cost }
  }
  return best?.n
}

const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** Keys: `/` searches, Escape lets go, f fits; arrows walk from node to node, Enter chooses. */
export const wireKeys = (page) => {
  const keyed = () => page.view.nodes.findIndex((n) => n.key === page.focused)
  page.moveTab = () => {
    const at = Math.max(0, keyed())
    for (const [n, node] of page.view.nodes.entries())
      page.picture.element(node.key).setAttribute('tabindex', n === at ? 0 : -1)
  }
  page.root.addEventListener('focusin', (event) => {
    page.focused = event.target.closest('[data-key]')?.dataset.key ?? page.focused
    page.moveTab()
  })
  page.root.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      event.target.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    }
    const way = Object.hasOwn(arrows, event.key) ? arrows[event.key] : undefined
    const next = way === undefined || keyed() < 0 ? undefined : nextNode(page, keyed(), way)
    if (way !== undefined) event.preventDefault()
    if (next === undefined) return
    page.picture.element(page.view.nodes[next].key).focus({ preventScroll: true })
    page.camera.reveal(boxOf(page, [next]))
  })
  const keys = {
    '/': () => byId('search').focus(),
    Escape: () => page.go({ view: 'overview' }),
    f: () => page.camera.fit(),
    '+': () => page.camera.zoom(1.3),
    '-': () => page.camera.zoom(1 / 1.3),
  }
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches?.('input, textarea'))
      return
    if (!Object.hasOwn(keys, event.key)) return
    event.preventDefault()
    keys[event.key]()
  })
}
