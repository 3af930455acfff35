/** Where trust, log and generations lie, relative to the root (design: on disk). */
export const paths = {
  root: '.rtt/trust/root.json',
  keys: '.rtt/keys',
  local: '.rtt/keys/trust.json',
  envelopes: '.rtt/envelopes',
  wal: '.rtt/wal',
  checkpoint: '.rtt/wal/CHECKPOINT',
  pinned: '.rtt/checkpoints',
  store: '.rtt/cas',
  generations: '.rtt/gen',
  current: '.rtt/current',
} as const

/** The private key that the first `rtt up` makes. */
export const devKeyFile = `${paths.keys}/dev.pem`

/** The file of a plan in its folder. */
export const planFile = (plansDir: string, planId: string): string => `${plansDir}/${planId}.json`

/** The file of a contract beside the plans. */
export const contractFile = (plansDir: string, digest: string): string =>
  `${plansDir}/contracts/${digest}.json`

/** Signatures of keys in the committed root lie beside the plan, to be committed with it. */
export const rootEnvelopeFile = (plansDir: string, planId: string): string =>
  `${plansDir}/${planId}.dsse.json`

/** Signatures of this clone's own keys stay in this clone. */
export const localEnvelopeFile = (planId: string): string =>
  `${paths.envelopes}/${planId}.dsse.json`
