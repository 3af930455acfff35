// What is chosen stands out, with what is around it; the rest steps back.
import { focusOf } from './model.js'

/** The services that a choice is about. */
export const chosenServices = (page) => {
  const { target, view, data } = page
  if (target.service !== undefined) return [target.service]
  if (target.link !== undefined) return [data.links[target.link].from, data.links[target.link].to]
  if (target.links !== undefined)
    return target.links.flatMap((i) => [data.links[i].from, data.links[i].to])
  if (target.group !== undefined)
    return view.nodes
      .flatMap((n) => n.members ?? [n.service])
      .filter((i) => data.services[i].group === target.group)
  return []
}

const classesFor = (page, focus, node) => {
  const all = node.members ?? [node.service]
  const { service, group } = page.target
  const isChosen =
    (service !== undefined && node.service === service) ||
    (group !== undefined && node.group === group)
  return {
    chosen: isChosen,
    up: !isChosen && focus !== undefined && all.some((i) => focus.up?.has(i)),
    down: !isChosen && focus !== undefined && all.some((i) => focus.down?.has(i)),
    dim: focus !== undefined && !all.some((i) => focus.all.has(i)),
  }
}

const withNeighbours = ({ index, data }, services) =>
  new Set(
    services.flatMap((i) => [
      i,
      ...index.out[i].map((l) => data.links[l].to),
      ...index.into[i].map((l) => data.links[l].from),
    ]),
  )

/** Marks what is chosen and what is around it; the rest steps back. */
export const highlight = (page) => {
  const { view, picture, drawn, looks, target, data, root } = page
  const chosen = chosenServices(page)
  const focus =
    target.service !== undefined
      ? focusOf(page.index, target.service, page.state)
      : target.group !== undefined
        ? { all: withNeighbours(page, chosen), core: new Set(chosen) }
        : chosen.length > 0
          ? { all: new Set(chosen) }
          : undefined
  root.classList.toggle('focused', focus !== undefined)
  for (const node of view.nodes)
    for (const [name, isOn] of Object.entries(classesFor(page, focus, node)))
      picture.element(node.key).classList.toggle(name, isOn)
  const picked = target.link !== undefined ? [target.link] : target.links
  for (const [i, element] of drawn.entries()) {
    if (element === undefined) continue
    const isLit =
      picked !== undefined
        ? looks[i].links.some((l) => picked.includes(l))
        : focus !== undefined && looks[i].links.some((l) => isBetween(data.links[l], focus, target))
    element.classList.toggle('lit', isLit)
    element.classList.toggle('dim', focus !== undefined && !isLit)
    if (isLit) element.parentNode.append(element)
  }
  page.moveTab?.()
}

/** A link is lit where it leads on from the chosen service, or towards it. */
const isBetween = ({ from, to }, { up, down, all, core }, { service }) => {
  if (core !== undefined) return core.has(from) || core.has(to)
  if (service === undefined) return all.has(from) && all.has(to)
  const isUp = (i) => i === service || up.has(i)
  const isDown = (i) => i === service || down.has(i)
  return (isUp(from) && isUp(to)) || (isDown(from) && isDown(to))
}
