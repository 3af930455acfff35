// Elements. Text of scanned repositories only ever becomes text nodes and attributes, never markup.

const namespaces = { svg: 'http://www.w3.org/2000/svg' }

const apply = (node, attributes) => {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (name === 'text') node.textContent = value
    else node.setAttribute(name, value === true ? '' : value)
  }
  return node
}

/** An element of HTML: `el('button', { class: 'place', text: 'a.ts:3', onclick }, …children)`. */
export const el = (tag, attributes = {}, ...children) => {
  const node = apply(document.createElement(tag), attributes)
  node.append(...children.flat().filter((one) => one !== undefined))
  return node
}

/** An element of SVG. */
export const svg = (tag, attributes = {}, ...children) => {
  const node = apply(document.createElementNS(namespaces.svg, tag), attributes)
  node.append(...children.flat().filter((one) => one !== undefined))
  return node
}

export const byId = (id) => document.getElementById(id)

/** `1 service`, `2 services`. */
export const plural = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`

const pencil = document.createElement('canvas').getContext('2d')

/** How wide a text is drawn, in pixels. */
export const widthOf = (text, font) => {
  pencil.font = font
  return pencil.measureText(text).width
}

/** A text of as many letters as fit into `most` pixels, cut by `cut`, which is told how many to keep. */
const cutTo = (text, cut, { most, font }) => {
  if (widthOf(text, font) <= most) return text
  const letters = [...text]
  let [low, high] = [1, letters.length - 1]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (widthOf(cut(letters, middle), font) <= most) low = middle
    else high = middle - 1
  }
  return cut(letters, low)
}

const cutMiddle = (letters, kept) => {
  const head = Math.ceil(kept / 2)
  return `${letters.slice(0, head).join('')}…${letters.slice(letters.length - (kept - head)).join('')}`
}

const cutEnd = (letters, kept) => `${letters.slice(0, kept).join('').trimEnd()}…`

const cutStart = (letters, kept) => `…${letters.slice(letters.length - kept).join('')}`

/** A name cut in the middle so that it is no wider than `most`: names differ at both ends. */
export const fitText = (text, most, font) => cutTo(text, cutMiddle, { most, font })

/** A folder cut at its start. */
export const tailText = (text, most, font) => cutTo(text, cutStart, { most, font })

/** A text cut at its end. */
export const cutText = (text, most, font) => cutTo(text, cutEnd, { most, font })

let toastTimer

/** A short word at the bottom of the page, read out too. */
export const toast = (text) => {
  const node = byId('toast')
  node.textContent = text
  node.classList.add('shown')
  clearTimeout(toastTimer)
  toastTimer = setTimeout(() => node.classList.remove('shown'), 1800)
}

const copyOldWay = (text) => {
  const area = el('textarea', { class: 'offstage' })
  area.value = text
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}

export const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text)
    toast(`Copied ${text}`)
  } catch {
    toast(copyOldWay(text) ? `Copied ${text}` : text)
  }
}

/** A place as a button that copies it. */
export const placeButton = (place, words) =>
  el(
    'button',
    { class: 'place', type: 'button', title: `Copy ${place}`, onclick: () => copy(place) },
    el('span', { class: 'path', text: place }),
    words === undefined || words === '' ? undefined : el('span', { class: 'words', text: words }),
  )
