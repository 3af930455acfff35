import { type Page, renderPage } from '../core/graph/html.ts'
import { type PageData, pageData } from '../core/graph/page.ts'
import { layout } from '../core/model/layout.ts'
import type { ScanResult } from '../core/model/scan.ts'
import type { Workspace } from '../ports/workspace.ts'
import { doctor } from './doctor.ts'
import { readCache } from './document.ts'
import { openStages } from './stages.ts'

/** Where `rtt graph --open` leaves its page. */
export const openedPage = '.rtt/run/graph.html'

/** A scan with the drift that the doctor sees in it, as the page and DOT show it. */
export const graphData = (result: ScanResult): PageData =>
  pageData(result, doctor(result.packages).diagnostics)

/** The graph as one HTML file. */
export const graphPage = (space: Workspace, result: ScanResult, isLive = false): Page =>
  renderPage(graphData(result), { asset: space.asset, isLive })

type Index = { readonly v: 1; readonly inputs: string; readonly result: ScanResult }

const indexOf = (space: Workspace, inputs: string): ScanResult | undefined => {
  const index = readCache<Index>(space.durable, layout.wiring, {
    inputs: 'string',
    result: 'object',
  })
  return index?.inputs === inputs ? index.result : undefined
}

/**
 * The page of the index as it is when asked: made anew when another rtt has scanned, else the one before.
 * Scans nothing itself.
 */
export const servedPage = (space: Workspace, first: ScanResult): (() => Page) => {
  const scanned = () => openStages(space.durable).get('scan')?.in
  let shown = scanned()
  let page = graphPage(space, first, true)
  return () => {
    const now = scanned()
    const result = now === undefined || now === shown ? undefined : indexOf(space, now)
    if (result !== undefined) {
      page = graphPage(space, result, true)
      shown = now
    }
    return page
  }
}
