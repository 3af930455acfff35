import { graphData, graphPage, openedPage, servedPage } from '../../app/graph.ts'
import { loadScanned } from '../../app/scanned.ts'
import { RttError } from '../../core/diag/error.ts'
import { answerTo } from '../../core/graph/answer.ts'
import { dot } from '../../core/graph/dot.ts'
import { graphOf, mermaid } from '../../core/graph/graph.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import type { Desktop } from '../../ports/desktop.ts'
import type { Workspace } from '../../ports/workspace.ts'
import type { Context } from '../context.ts'
import type { Options, Report } from '../view.ts'
import { drawServed, drawWritten } from '../views/graph.ts'

const tokenBytes = 16
const portMax = 65_535

const formats: Readonly<Record<string, (r: ScanResult) => string>> = {
  mermaid: (r) => mermaid(graphOf(r)),
  dot: (r) => dot(graphData(r)),
  json: (r) => JSON.stringify(graphOf(r), null, 2),
}

const usage = (message: string, help: string): RttError =>
  new RttError('RTT6001', message, { help })

const formatOf = (options: Options): ((r: ScanResult) => string) => {
  const format = String(options['format'] ?? 'mermaid')
  const draw = Object.hasOwn(formats, format) ? formats[format] : undefined
  if (draw !== undefined) return draw
  throw usage(`"${format}" is not a format of graphs`, 'Write --format mermaid, dot or json.')
}

const portOf = (given: Options[string]): number => {
  if (given === true) return 0
  const port = /^\d{1,5}$/.test(String(given)) ? Number(given) : Number.NaN
  if (port <= portMax) return port
  throw usage(`"${String(given)}" is not a port`, `Name a port up to ${portMax}, or none.`)
}

/** Options that say different things about where the graph goes. */
const assertOneWay = (options: Options): void => {
  const ways = ['format', 'html', 'serve'].filter((name) => options[name] !== undefined)
  const clash =
    ways.length > 1 ? ways : options['open'] && ways[0] === 'format' ? [...ways, 'open'] : []
  if (clash.length === 0) return
  const named = clash.map((name) => `--${name}`).join(' and ')
  throw usage(`${named} do not go together`, 'Choose one: a format, a page in a file, or a server.')
}

type Shelf = { readonly space: Workspace; readonly desktop: Desktop }

/** Writes the page to the file that was named, else into `.rtt`; answers with its path. */
const store = ({ space, desktop }: Shelf, html: string, file: Options[string]): string => {
  if (typeof file !== 'string') {
    space.durable.replaceCache(openedPage, html)
    return `${space.root}/${openedPage}`
  }
  const { path, name, durable } = desktop.place(file)
  durable.replace(name, html)
  return path
}

const write = async (context: Context, options: Options, result: ScanResult): Promise<Report> => {
  const { html } = graphPage(context.space, result)
  const data = { ...graphOf(result) }
  if (options['html'] === '-')
    return { command: 'graph', exit: 0, data, text: () => html.trimEnd() }
  const { desktop } = await context.outside()
  const file = store({ space: context.space, desktop }, html, options['html'])
  const opened = options['open'] === true ? await desktop.open(file) : undefined
  return {
    command: 'graph',
    exit: 0,
    data: { ...data, file, ...(opened === undefined ? {} : { opened }) },
    text: (painter) => drawWritten({ file, opened, result }, painter),
  }
}

/** Serves the page of the current index until the task is cancelled, which is how it is meant to end. */
const serve = async (context: Context, options: Options, result: ScanResult): Promise<Report> => {
  const { space, task, outside, adapters, announce } = context
  const port = portOf(options['serve']!)
  const [{ desktop, web }, { random }] = await Promise.all([outside(), adapters()])
  const token = random.hex(tokenBytes)
  const page = servedPage(space, result)
  const report = (url: string, text: Report['text']): Report => ({
    command: 'graph',
    exit: 0,
    data: { ...graphOf(result), url },
    text,
  })
  let url = ''
  await web.serve(port, task.signal, (taken) => {
    url = `http://127.0.0.1:${taken}/${token}/`
    announce(report(url, (painter) => drawServed(url, painter)))
    if (options['open'] === true) void desktop.open(url)
    return (asked) => answerTo(asked, { port: taken, token, page })
  })
  return report(url, () => 'Stopped.')
}

export const run = async (context: Context, options: Options): Promise<Report> => {
  assertOneWay(options)
  const draw = formatOf(options)
  if (options['serve'] !== undefined) portOf(options['serve'])
  const { result } = await loadScanned(context.space, context.task)
  if (options['serve'] !== undefined) return serve(context, options, result)
  if (options['html'] !== undefined || options['open'] === true)
    return write(context, options, result)
  return { command: 'graph', exit: 0, data: { ...graphOf(result) }, text: () => draw(result) }
}
