import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { RttError } from '../core/diag/error.ts'
import type { Desktop } from '../ports/desktop.ts'
import { nodeDurable } from './durable.ts'

/** What opens a file or an address as if it had been clicked on. */
const openers: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

const hasScreen = ({ platform, env }: NodeJS.Process): boolean =>
  ['darwin', 'win32'].includes(platform) ||
  [env['DISPLAY'], env['WAYLAND_DISPLAY'], env['BROWSER']].some((v) => v !== undefined && v !== '')

const start = (command: string, args: readonly string[]): Promise<boolean> =>
  new Promise((done) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore' })
    child.once('error', () => done(false))
    child.once('spawn', () => {
      child.unref()
      done(true)
    })
  })

/**
 * The desktop of the person at this machine.
 *
 * @param cwd the folder that names on the command line start from
 */
export const nodeDesktop = (cwd: string): Desktop => ({
  open: async (target) => {
    if (!hasScreen(process)) return false
    const [command = 'xdg-open', ...args] = openers[process.platform] ?? []
    return start(command, [...args, target])
  },
  place: (file) => {
    const path = resolve(cwd, file)
    const folder = dirname(path)
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
      throw new RttError('RTT6001', `${dirname(file)} is not a folder`)
    return { path, name: basename(path), durable: nodeDurable(folder) }
  },
})
