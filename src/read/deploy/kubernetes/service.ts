import type { Exposure, HostName, PortClaim } from '../../../core/model/deployment.ts'
import type { Facts } from '../../../core/model/facts.ts'
import { knownText, pairsOf, type Resource } from './resource.ts'

const portsOf = ({ doc }: Resource): HostName['ports'] =>
  doc
    .get('spec', 'ports')
    .items()
    .flatMap((p) => {
      const port = Number(p.get('port').text)
      const target = knownText(p.get('targetPort'))
      if (!(port > 0)) return []
      if (target === undefined) return [{ port }]
      return [{ port, target: /^\d+$/.test(target) ? Number(target) : target }]
    })

const nodePortsOf = ({ doc, name }: Resource): readonly PortClaim[] =>
  doc
    .get('spec', 'ports')
    .items()
    .flatMap((p): PortClaim[] => {
      const node = p.get('nodePort')
      const protocol = p.get('protocol').text?.toLowerCase() ?? 'tcp'
      if (!/^\d{2,5}$/.test(node.text ?? '') || (protocol !== 'tcp' && protocol !== 'udp'))
        return []
      return [{ port: Number(node.text), protocol, by: name, at: node.line }]
    })

const outside: Readonly<Record<string, Exposure['via']>> = {
  LoadBalancer: 'loadbalancer',
  NodePort: 'nodeport',
}

/** A Service: a host name that stands for pods or for another host, and may let the outside in. */
export const serviceFacts = (r: Resource): Facts => {
  const { doc, name, deployment } = r
  const at = doc.get('metadata', 'name').line
  const type = doc.get('spec', 'type')
  const externalName =
    type.text === 'ExternalName' ? knownText(doc.get('spec', 'externalName')) : undefined
  const namespace = knownText(doc.get('metadata', 'namespace'))
  const ports = portsOf(r)
  const nodePorts = nodePortsOf(r)
  const host: HostName = {
    deployment,
    name,
    selector: pairsOf(doc.get('spec', 'selector')),
    ...(doc.get('spec', 'clusterIP').text === 'None' ? { isHeadless: true } : {}),
    ...(namespace === undefined ? {} : { namespace }),
    ...(externalName === undefined ? {} : { externalName }),
    ...(nodePorts.length > 0 ? { nodePorts } : {}),
    at,
    ports,
  }
  const via = outside[type.text ?? '']
  const exposures: Exposure[] =
    via === undefined
      ? []
      : [
          {
            deployment,
            host: name,
            via,
            at: type.line,
            ...(ports[0] ? { port: ports[0].port } : {}),
          },
        ]
  return { hosts: [host], exposures }
}
