import type { Unit } from '../../core/model/deployment.ts'
import { resolvePath } from '../../core/model/path.ts'
import type { Yaml } from '../yaml/document.ts'

const mountsMax = 64

type Mount = NonNullable<Unit['mounts']>[number]

/**
 * Variables with a default as if they were not set: `./nginx/${SETUP:-https}.conf`; the working folder is
 * the one of the file.
 */
const withDefaults = (text: string): string =>
  text.replace(/\$\{\w+:?-([^{}]*)\}/g, '$1').replace(/^\$(?:\{PWD\}|PWD)(?=\/)/, '.')

const mountOf = (volume: Yaml, folder: string): Mount[] => {
  const text = volume.text
  const [from, to] = volume.isMap
    ? [volume.get('source').text, volume.get('target').text]
    : withDefaults(text ?? '').split(':')
  if (from === undefined || to === undefined || !/^\.{0,2}\/|^\.$/.test(from)) return []
  const source = from.startsWith('/') ? undefined : resolvePath(folder, from)
  const written = volume.isMap ? text : /^(\$\{\w+:?-[^{}]*\})(?=:)/.exec(text ?? '')?.[1]
  return source === undefined
    ? []
    : [
        {
          source,
          target: to.replace(/\/+$/, '') || '/',
          ...(written === undefined ? {} : { text: written }),
        },
      ]
}

/** `depends_on` as a list or a mapping, with the line of each name. */
const dependenciesOf = (service: Yaml): NonNullable<Unit['dependsOn']> => {
  const node = service.get('depends_on')
  if (node.isMap)
    return node.entries().map(([name]) => ({ name, at: node.keyPlace(name) ?? node.line }))
  return node.items().flatMap((i) => (i.text === undefined ? [] : [{ name: i.text, at: i.line }]))
}

/**
 * What a compose service says of its source beside `build`: folders of the repository that are mounted,
 * the folder that it works in, and whom it waits for.
 */
export const composeSource = (
  service: Yaml,
  folder: string,
): Pick<Unit, 'mounts' | 'workdir' | 'dependsOn'> => {
  const mounts = service
    .get('volumes')
    .items()
    .slice(0, mountsMax)
    .flatMap((v) => mountOf(v, folder))
  const workdir = service.get('working_dir').text
  const dependsOn = dependenciesOf(service)
  return {
    ...(mounts.length > 0 ? { mounts } : {}),
    ...(workdir === undefined ? {} : { workdir }),
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
  }
}
