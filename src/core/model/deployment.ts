import type { Expression } from './expression.ts'
import type { Place } from './place.ts'

/** What a unit is, as far as its image or name of kind tells. */
export type ServiceKind = 'service' | 'datastore' | 'broker' | 'external' | 'job' | 'agent'

/**
 * Something that a deployment file starts: a compose service, a Kubernetes workload, a Dockerfile, a
 * service of a manifest. The same service may be declared by several deployments; `core/link` merges.
 */
export type Unit = {
  readonly deployment: string
  readonly name: string
  readonly origin:
    | 'compose'
    | 'kubernetes'
    | 'aspire'
    | 'procfile'
    | 'systemd'
    | 'dockerfile'
    | 'skaffold'
    | 'manifest'
    | 'code'
  /** Other host names that reach it: container_name, hostname, network aliases. */
  readonly aliases: readonly string[]
  /** May hold variables as written, `${X:-d}`, until the linker knows the `.env`. */
  readonly image?: string
  /** Folder that it is built from; an empty string is the root. */
  readonly context?: string
  readonly dockerfile?: string
  /** Aspire: the project that it runs, as the generated class is called: `Basket_API`. */
  readonly project?: string
  /** Build paths that hold variables, as written; resolved by the linker, relative to the deployment. */
  readonly buildText?: { readonly context: string; readonly dockerfile: string }
  /** Ports that it listens on or publishes, as numbers. */
  readonly ports: readonly number[]
  /** Kubernetes pod labels, `key=value`, for Service selectors. */
  readonly labels: readonly string[]
  readonly kind?: ServiceKind
  /** Ports that it takes: of the host (compose, Aspire), of its pod (Kubernetes), of its image (Dockerfile). */
  readonly claims?: readonly PortClaim[]
  /** Other numbers in its text that may be ports: in its command, its environment, its health check. */
  readonly numbers?: readonly number[]
  /** Compose: it is started only under one of these. */
  readonly profiles?: readonly string[]
  /** Compose: ports of it can be reached from the host, whichever they are. */
  readonly isPublished?: true
  /** Hosts that it can reach though no unit is named so; `*` where any may be. */
  readonly extraHosts?: readonly string[]
  /** Variables that are set from what RTT does not open, such as secrets; `*` where any may be. */
  readonly hiddenKeys?: readonly string[]
  /** Dockerfile: what it copies from the folder that it is built in, as written. */
  readonly copies?: readonly string[]
  /** Dockerfile: its named stages, each with what it and those that it is made from copy. */
  readonly stages?: readonly { readonly name: string; readonly copies: readonly string[] }[]
  /** It listens nowhere: who starts it talks to it through its pipes. */
  readonly isSilent?: true
  /** The stage of its Dockerfile that it is. */
  readonly target?: string
  /** What that stage copies, as paths of the repository. */
  readonly taken?: readonly string[]
  /** Dockerfile: the folder that it is for holds no program. */
  readonly isBare?: true
  /** Folders and files of the repository that it sees, and where. */
  readonly mounts?: readonly Mount[]
  /** Files that its command names, by their absolute paths on the machine that it runs on. */
  readonly opens?: readonly string[]
  /** Plain words of its command, which may tell its program what part to play: `shop worker`. */
  readonly words?: readonly string[]
  /** The folder that its command starts in. */
  readonly workdir?: string
  /** Units that it waits for: no traffic by itself. */
  readonly dependsOn?: readonly { readonly name: string; readonly at: Place }[]
  /**
   * Its name without what the deployment puts around it, such as the prefix of a Kustomize overlay; units
   * of one such name are one service.
   */
  readonly service?: string
  /** Name of the Helm release that its own name may begin with. */
  readonly release?: string
  /** Container ports by their name, for Services that name them. */
  readonly portNames?: readonly { readonly name: string; readonly port: number }[]
  /** CronJob: when it runs. */
  readonly schedule?: string
  /** Compose's `extends`: the unit that it takes image, build and ports from where it has none. */
  readonly extends?: { readonly deployment: string; readonly name: string }
  readonly at: Place
}

/** A folder or file of the repository, and where a container sees it; `text`: its source as written, a variable. */
export type Mount = { readonly source: string; readonly target: string; readonly text?: string }

/** A port that a container takes: `port` of the host or the pod, `target` its own, where that differs. */
export type PortClaim = {
  readonly port: number
  readonly target?: number
  readonly protocol: 'tcp' | 'udp'
  /** The address of the host that it is published on, where not on all. */
  readonly address?: string
  /** Who takes it: the service of a compose file, the container of a pod, `EXPOSE`. */
  readonly by: string
  readonly at: Place
}

/** A host name that stands for units: a Kubernetes Service with its selector. */
export type HostName = {
  readonly deployment: string
  readonly name: string
  readonly selector: readonly string[]
  readonly namespace?: string
  /** Another host that it is only a name for: a Service of type ExternalName. */
  readonly externalName?: string
  /** It answers with the addresses of the pods, so that any of their ports can be dialed. */
  readonly isHeadless?: true
  /** Ports of every node of the cluster that the Service fixes: `nodePort`. */
  readonly nodePorts?: readonly PortClaim[]
  readonly ports: readonly { readonly port: number; readonly target?: number | string }[]
  readonly at: Place
}

/**
 * `key` is set to `value` for `unit` in `deployment`. Values of secrets never get here: readers keep
 * scheme, host, port and path of what looks like an address, and nothing of anything else.
 */
export type Binding = {
  readonly deployment: string
  readonly unit: string
  readonly key: string
  readonly value: Expression
  readonly at: Place
}

/**
 * A file of a Helm chart, a kustomization or a Kubernetes manifest as it is written. Such files mean
 * something only together: `linkDeployments` joins them.
 */
export type DeploySource = { readonly path: string; readonly text: string }

/** A way into a deployment from outside: `host` is the Kubernetes Service or the unit that is reached. */
export type Exposure = {
  readonly deployment: string
  readonly host: string
  readonly port?: number
  readonly via: 'ingress' | 'gateway' | 'loadbalancer' | 'nodeport' | 'published'
  readonly at: Place
}

/** Pods with these labels are versions of what answers at `host`: a subset of an Istio DestinationRule. */
export type Subset = {
  readonly deployment: string
  readonly host: string
  readonly labels: readonly string[]
  readonly at: Place
}

/** `compose:docker/dev` for people: the folder, or the kind where it is the root. */
export const nameOfDeployment = (deployment: string): string => {
  const [kind = '', folder = ''] = deployment.split(/:(.*)/s)
  return folder === ''
    ? `the ${kind} deployment of the root`
    : `the ${kind} deployment in ${folder}`
}
