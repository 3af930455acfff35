import { type Diagnostic, diagnostic, type Related } from '../../core/diag/diagnostic.ts'
import { nameOfDeployment } from '../../core/model/deployment.ts'
import type { ScanResult } from '../../core/model/scan.ts'
import { movedPorts, type PortMove, type Speaker } from '../../core/plan/ports.ts'
import type { Locked } from './locked.ts'

const relatedMax = 6

const words: Readonly<Record<Exclude<Speaker['role'], 'dial'>, readonly [string, string]>> = {
  service: ['the Service of', 'has port'],
  target: ['the Service of', 'leads to'],
  container: ['the container of', 'has port'],
  published: ['the host of', 'has port'],
  variable: ['the variable of', 'says'],
  image: ['the image of', 'exposes'],
  code: ['the code of', 'listens on'],
}

/** `web dials cart at`, `the code of cart listens on`. */
const said = ({ role, by }: Speaker, service: string): string =>
  role === 'dial' ? `${by} dials ${service} at` : `${words[role][0]} ${service} ${words[role][1]}`

const tell = ({ service, port, now, others }: PortMove): Diagnostic => {
  const ports = now.ports.join(', ')
  const where = now.in === '' ? '' : ` in ${nameOfDeployment(now.in)}`
  const related = others.flatMap((o): Related[] =>
    o.at === undefined ? [] : [{ at: o.at, label: `${said(o, service)} ${port}` }],
  )
  return diagnostic(
    'RTT2013',
    now.role === 'dial'
      ? `${said(now, service)} ${ports}${where}, which is still at ${port}`
      : `${said(now, service)} ${ports}${where}, and is still sought at ${port}`,
    { ...(now.at ? { at: now.at } : {}), related: related.slice(0, relatedMax) },
  )
}

/** Ports that one side moved and the other did not, each with the places of both. */
export const portImpacts = ({ body }: Locked, scan: ScanResult): readonly Diagnostic[] =>
  body.projection === 1 ? [] : movedPorts(body, scan).map(tell)
