// What the single binary starts with: as little as will answer --version. The rest lies among its
// assets with a code cache of its own, one that holds what `rtt up` and `rtt status` compile and not
// only the top level, as the cache of a SEA would.
import { loadBody, type Main } from './load.ts'

type Options = { readonly version: string; readonly load: () => Promise<Main> }

declare const RTT_VERSION: string

const launch: (options: Options) => void = require('../../bin/launch.js')

launch({
  version: RTT_VERSION,
  load: async () => {
    const { getRawAsset } = require('node:sea') as typeof import('node:sea')
    return loadBody(Buffer.from(getRawAsset('rtt.cache'))).body
  },
})
