import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const startMs = 30_000
const callMs = 30_000

/** The Chromium of this machine; undefined where there is none. */
export const chromium = (): string | undefined =>
  names.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0)

type Message = {
  readonly id?: number
  readonly method?: string
  readonly sessionId?: string
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's answers are looked into freely
  readonly params?: any
  // biome-ignore lint/suspicious/noExplicitAny: the same
  readonly result?: any
  readonly error?: { readonly message: string }
}

type Send = (method: string, params?: object, sessionId?: string) => Promise<Message['result']>

/** A page that is open: what it did wrong, what it asked the network for, and how to use it. */
export type Tab = {
  readonly complaints: readonly string[]
  readonly requests: readonly string[]
  /** The value of an expression in the page, after any promise. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into it freely
  readonly evaluate: (expression: string) => Promise<any>
  /** A click with the mouse in the middle of the first element that a selector finds. */
  readonly click: (selector: string) => Promise<void>
  readonly type: (text: string) => Promise<void>
  readonly press: (key: string) => Promise<void>
  readonly screenshot: () => Promise<Buffer>
  readonly close: () => Promise<void>
}

export type View = {
  readonly width: number
  readonly height: number
  readonly scheme: 'light' | 'dark'
  /** Pixels of the picture for one of the page. */
  readonly sharpness: number
}

export type Browser = {
  readonly open: (url: string, view?: Partial<View>) => Promise<Tab>
  readonly close: () => Promise<void>
}

const settled = `new Promise((done) => requestAnimationFrame(() => setTimeout(done, 60)))`

const waitForPort = async (profile: string, child: ChildProcess): Promise<string> => {
  const file = join(profile, 'DevToolsActivePort')
  for (let waited = 0; waited < startMs; waited += 50) {
    if (existsSync(file)) {
      const [port, path] = readFileSync(file, 'utf8').split('\n')
      if (path) return `ws://127.0.0.1:${port}${path}`
    }
    if (child.exitCode !== null) break
    await new Promise((done) => setTimeout(done, 50))
  }
  throw new Error('Chromium did not start')
}

const connect = async (
  url: string,
): Promise<{ send: Send; on: (f: (m: Message) => void) => void; end: () => void }> => {
  const socket = new WebSocket(url)
  await new Promise((done, fail) => {
    socket.onopen = done
    socket.onerror = fail
  })
  const waiting = new Map<number, (m: Message) => void>()
  const listeners: ((m: Message) => void)[] = []
  let last = 0
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(String(data)) as Message
    if (message.id !== undefined) waiting.get(message.id)?.(message)
    else for (const listener of listeners) listener(message)
  }
  const send: Send = (method, params = {}, sessionId) =>
    new Promise((done, fail) => {
      last += 1
      const timer = setTimeout(() => fail(new Error(`${method} was not answered`)), callMs)
      waiting.set(last, ({ error, result }) => {
        clearTimeout(timer)
        if (error) fail(new Error(`${method}: ${error.message}`))
        else done(result)
      })
      socket.send(JSON.stringify({ id: last, method, params, sessionId }))
    })
  return { send, on: (f) => void listeners.push(f), end: () => socket.close() }
}

const openTab = async (
  { send, on }: { send: Send; on: (f: (m: Message) => void) => void },
  url: string,
  view: View,
): Promise<Tab> => {
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true })
  const call = (method: string, params?: object) => send(method, params, sessionId)
  const complaints: string[] = []
  const requests: string[] = []
  let loaded = (): void => {}
  on(({ method, params, sessionId: of }) => {
    if (of !== sessionId) return
    if (method === 'Runtime.exceptionThrown')
      complaints.push(
        params.exceptionDetails.exception?.description ?? params.exceptionDetails.text,
      )
    if (method === 'Log.entryAdded') complaints.push(params.entry.text)
    if (method === 'Runtime.consoleAPICalled' && params.type !== 'log')
      complaints.push(JSON.stringify(params.args))
    if (method === 'Network.requestWillBeSent') requests.push(params.request.url)
    if (method === 'Page.loadEventFired') loaded()
  })
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await call(`${domain}.enable`)
  const { width, height, sharpness } = view
  const metrics = { width, height, deviceScaleFactor: sharpness, mobile: false }
  await call('Emulation.setDeviceMetricsOverride', metrics)
  await call('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: view.scheme },
      { name: 'prefers-reduced-motion', value: 'reduce' },
    ],
  })
  const evaluate = async (expression: string) => {
    const { result, exceptionDetails } = await call('Runtime.evaluate', {
      expression,
      awaitPromise: true,
      returnByValue: true,
    })
    if (exceptionDetails)
      throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
    return result.value
  }
  const done = new Promise<void>((resolve) => {
    loaded = resolve
  })
  await call('Page.navigate', { url })
  await done
  await evaluate(settled)
  const press = async (key: string, text?: string) => {
    const event = { key, ...(text === undefined ? {} : { text }) }
    await call('Input.dispatchKeyEvent', { type: 'keyDown', ...event })
    await call('Input.dispatchKeyEvent', { type: 'keyUp', ...event })
    await evaluate(settled)
  }
  return {
    complaints,
    requests,
    evaluate,
    press: (key) => press(key, key.length === 1 ? key : key === 'Enter' ? '\r' : undefined),
    type: async (text) => {
      await call('Input.insertText', { text })
      await evaluate(settled)
    },
    click: async (selector) => {
      const at = await evaluate(
        `(() => { const e = document.querySelector(${JSON.stringify(selector)}); if (!e) return null; e.scrollIntoView?.({ block: 'nearest' }); const b = e.getBoundingClientRect(); return { x: b.x + b.width / 2, y: b.y + b.height / 2 } })()`,
      )
      if (at === null) throw new Error(`${selector} is nowhere`)
      for (const type of ['mousePressed', 'mouseReleased'])
        await call('Input.dispatchMouseEvent', { type, ...at, button: 'left', clickCount: 1 })
      await evaluate(settled)
    },
    screenshot: async () =>
      Buffer.from((await call('Page.captureScreenshot', { format: 'png' })).data, 'base64'),
    close: async () => void (await send('Target.closeTarget', { targetId })),
  }
}

/** Starts a headless Chromium with a profile of its own, and talks to it over its debugging socket. */
export const launch = async (command: string): Promise<Browser> => {
  const profile = mkdtempSync(join(tmpdir(), 'rtt-browser-'))
  const flags = [
    '--headless=new',
    // Root has no sandbox, and the only page ever opened is our own.
    '--no-sandbox',
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--hide-scrollbars',
    '--no-first-run',
    '--disable-background-networking',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    'about:blank',
  ]
  const child = spawn(command, flags, { stdio: 'ignore' })
  const ended = new Promise((done) => child.once('exit', done))
  const connection = await connect(await waitForPort(profile, child))
  return {
    open: (url, view = {}) =>
      openTab(connection, url, {
        width: 1440,
        height: 900,
        scheme: 'light',
        sharpness: 1,
        ...view,
      }),
    close: async () => {
      await connection.send('Browser.close').catch(() => child.kill())
      await ended
      connection.end()
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}
