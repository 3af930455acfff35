// The camera: zoom and pan of the picture by wheel, drag, pinch and keys.

const [least, most] = [0.06, 3]
const clickSlack = 4

const clamp = (value, low, high) => Math.min(high, Math.max(low, value))

/** Wires a camera to an SVG whose content is `stage`. `moved` is told the scale. */
export const makeCamera = (root, stage, moved) => {
  const at = { x: 0, y: 0, k: 1 }
  let whole = { width: 1, height: 1 }
  const show = () => {
    stage.setAttribute('transform', `translate(${at.x} ${at.y}) scale(${at.k})`)
    moved(at.k)
  }
  const zoom = (factor, x = root.clientWidth / 2, y = root.clientHeight / 2) => {
    const k = clamp(at.k * factor, least, most)
    at.x = x - ((x - at.x) * k) / at.k
    at.y = y - ((y - at.y) * k) / at.k
    at.k = k
    show()
  }
  const pan = (dx, dy) => {
    at.x += dx
    at.y += dy
    show()
  }
  /** Shows a box as large as it fits, never larger than `max`. */
  const fitBox = (box, max = 1.1) => {
    const edge = 14
    const [w, h] = [root.clientWidth - 2 * edge, root.clientHeight - 2 * edge]
    if (w <= 0 || h <= 0) return
    at.k = clamp(Math.min(w / box.width, h / box.height), least, max)
    at.x = edge + (w - box.width * at.k) / 2 - box.x * at.k
    at.y = edge + (h - box.height * at.k) / 2 - box.y * at.k
    show()
  }
  /** Moves as little as it takes for a box to be seen; zooms only where it is too small to read or too large. */
  const reveal = (box) => {
    if (
      at.k < 0.5 ||
      box.width * at.k > root.clientWidth ||
      box.height * at.k > root.clientHeight
    ) {
      const margin = Math.max(20, 160 - Math.max(box.width, box.height) / 5)
      fitBox(
        {
          x: box.x - margin,
          y: box.y - margin,
          width: box.width + 2 * margin,
          height: box.height + 2 * margin,
        },
        1,
      )
      return
    }
    const edge = 40
    const [left, top] = [box.x * at.k + at.x, box.y * at.k + at.y]
    const [right, bottom] = [left + box.width * at.k, top + box.height * at.k]
    const by = (low, high, size) =>
      low < edge ? edge - low : high > size - edge ? size - edge - high : 0
    pan(by(left, right, root.clientWidth), by(top, bottom, root.clientHeight))
  }
  watch(root, { zoom, pan })
  /** Paper has another shape than the screen: there the SVG itself fits the whole into its box. */
  const fitPaper = (isPaper) => {
    if (isPaper) {
      root.setAttribute('viewBox', `0 0 ${whole.width} ${whole.height}`)
      stage.removeAttribute('transform')
    } else {
      root.removeAttribute('viewBox')
      show()
    }
  }
  return {
    zoom,
    pan,
    reveal,
    fitPaper,
    fit: () => fitBox({ x: 0, y: 0, ...whole }),
    setWhole: (next) => {
      whole = next
    },
    scale: () => at.k,
  }
}

const watch = (root, { zoom, pan }) => {
  root.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const box = root.getBoundingClientRect()
      const lines = event.deltaMode === 1 ? 16 : 1
      if (event.shiftKey) pan(-(event.deltaY + event.deltaX) * lines, 0)
      else
        zoom(
          Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)),
          event.clientX - box.left,
          event.clientY - box.top,
        )
    },
    { passive: false },
  )
  const fingers = new Map()
  let travelled = 0
  root.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return
    if (fingers.size === 0) travelled = 0
    fingers.set(event.pointerId, event)
  })
  root.addEventListener('pointermove', (event) => {
    const before = fingers.get(event.pointerId)
    if (before === undefined) return
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY]
    travelled += Math.hypot(dx, dy)
    if (travelled < clickSlack) return
    root.setPointerCapture(event.pointerId)
    root.classList.add('dragged')
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1]
    if (other === undefined) pan(dx, dy)
    else pinch(root, { before, event, other }, { zoom, pan })
    fingers.set(event.pointerId, event)
  })
  const lift = (event) => {
    fingers.delete(event.pointerId)
    if (fingers.size === 0) root.classList.remove('dragged')
  }
  root.addEventListener('pointerup', lift)
  root.addEventListener('pointercancel', lift)
  // The click that ends a drag selects nothing.
  root.addEventListener(
    'click',
    (event) => {
      if (travelled >= clickSlack) event.stopPropagation()
      travelled = 0
    },
    true,
  )
}

const pinch = (root, { before, event, other }, { zoom, pan }) => {
  const apart = (a) => Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY)
  const box = root.getBoundingClientRect()
  const middle = [
    (event.clientX + other.clientX) / 2 - box.left,
    (event.clientY + other.clientY) / 2 - box.top,
  ]
  if (apart(before) > 0) zoom(apart(event) / apart(before), ...middle)
  pan((event.clientX - before.clientX) / 2, (event.clientY - before.clientY) / 2)
}
