/** Where RTT keeps things, relative to the root (design: on disk). */
export const layout = {
  state: '.rtt',
  ignoreFile: '.rtt/.gitignore',
  index: '.rtt/index',
  symbols: '.rtt/index/symbols.index.json',
  wiring: '.rtt/index/wiring.index.json',
  tree: '.rtt/index/tree.json',
  cache: '.rtt/cache',
  stages: '.rtt/cache/stages.json',
  drivers: '.rtt/drivers',
  driversManifest: '.rtt/drivers/manifest.json',
  driversSeen: '.rtt/cache/drivers.json',
  panel: '.rtt/panel.json',
  policy: '.rtt/policy.json',
} as const

/** What `.rtt/.gitignore` keeps out of version control; the rest of `.rtt` is committed. */
export const ignoredState = [
  'index/',
  'cache/',
  'drivers/',
  'wal/',
  'cas/',
  'gen/',
  'current',
  'run/',
  'keys/',
  'envelopes/',
  'tuned/',
] as const
