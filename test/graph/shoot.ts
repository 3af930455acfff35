/**
 * node test/graph/shoot.ts PAGE PICTURE [light|dark]
 *
 * Takes a picture of a graph page, as docs/graph.png is made: PAGE is what `rtt graph --html` wrote, with a
 * hash if something is to be chosen.
 */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, launch } from './browser.ts'

const [page = '', picture = '', scheme] = process.argv.slice(2)
const [file = '', hash] = page.split('#')
const command = chromium()
if (command === undefined || picture === '')
  throw new Error('this takes a page, a picture to write, and a Chromium')
const browser = await launch(command)
const tab = await browser.open(
  `${pathToFileURL(resolve(file))}${hash === undefined ? '' : `#${hash}`}`,
  { width: 1440, height: 700, sharpness: 1.25, scheme: scheme === 'dark' ? 'dark' : 'light' },
)
writeFileSync(picture, await tab.screenshot())
await browser.close()
