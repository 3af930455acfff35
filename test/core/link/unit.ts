import type { Unit } from '../../../src/core/model/deployment.ts'

/** A unit of a deployment with what a test has to say of it. */
export const unitOf = (deployment: string, name: string, more: Partial<Unit> = {}): Unit => ({
  deployment,
  name,
  origin: deployment.startsWith('compose:') ? 'compose' : 'kubernetes',
  aliases: [],
  ports: [],
  labels: [],
  at: { path: `${deployment.replace(/^\w+:/, '')}/x.yaml`, line: 1 },
  ...more,
})
