import type { Unit } from '../../core/model/deployment.ts'
import { resolvePath } from '../../core/model/path.ts'
import type { Yaml } from '../yaml/document.ts'

/** A unit with the files that compose's `configs:` put into it, as mounts. */
export const withConfigs = (
  unit: Unit,
  {
    service,
    root,
    folder,
  }: { readonly service: Yaml; readonly root: Yaml; readonly folder: string },
): Unit => {
  const given = service
    .get('configs')
    .items()
    .flatMap((c): NonNullable<Unit['mounts']> => {
      const name = c.text ?? c.get('source').text
      const file = name === undefined ? undefined : root.get('configs', name, 'file').text
      const source = file === undefined ? undefined : resolvePath(folder, file)
      return source === undefined ? [] : [{ source, target: c.get('target').text ?? `/${name}` }]
    })
  return given.length === 0 ? unit : { ...unit, mounts: [...(unit.mounts ?? []), ...given] }
}
