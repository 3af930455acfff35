import type { ScanResult } from '../../core/model/scan.ts'
import { plural } from '../table.ts'
import type { Painter } from '../view.ts'

type Written = {
  readonly file: string
  /** Whether a browser was started; undefined where nobody asked for one. */
  readonly opened: boolean | undefined
  readonly result: ScanResult
}

const openings = new Map([
  [true, 'opened in the browser'],
  [false, 'no browser to open it with was found here'],
])

/** Where the page is, and whether it was opened. */
export const drawWritten = ({ file, opened, result }: Written, { style }: Painter): string => {
  const what = `${plural(result.services.length, 'service')}, ${plural(result.links.length, 'link')}`
  const words = opened === undefined ? [] : [openings.get(opened)!]
  return [style.bold(file), style.dim([what, ...words].join('; '))].join('\n')
}

/** The address to open, and how to end. */
export const drawServed = (url: string, { style }: Painter): string =>
  [
    style.bold(url),
    style.dim('shows the last scan, and follows the next ones; Ctrl-C ends it'),
  ].join('\n')
