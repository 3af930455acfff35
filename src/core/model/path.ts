/** The folder of a path; an empty string for a file in the root. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** The last segment of a path. */
export const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** A folder and the folders above it, deepest first; the root is an empty string. */
export const upwards = (folder: string): string[] => {
  const out = [folder]
  for (let f = folder; f !== ''; ) {
    f = folderOf(f)
    out.push(f)
  }
  return out
}

/** Whether a file or folder is the parent itself or stands below it; everything is below the root. */
export const isWithin = (path: string, parent: string): boolean =>
  parent === '' || path === parent || path.startsWith(`${parent}/`)

/** How many leading folders two paths share. */
export const near = (a: string, b: string): number => {
  const [left, right] = [a.split('/'), b.split('/')]
  const end = left.findIndex((part, i) => part !== right[i])
  return end < 0 ? left.length : end
}

/** `target` as seen from `folder`, without `.` and `..`; undefined when it leaves the repository. */
export const resolvePath = (folder: string, target: string): string | undefined => {
  if (target.startsWith('/') || target.includes('://') || target.includes('$')) return undefined
  const out: string[] = []
  for (const part of [...folder.split('/'), ...target.split('/')]) {
    if (part === '' || part === '.') continue
    if (part !== '..') out.push(part)
    else if (out.pop() === undefined) return undefined
  }
  return out.join('/')
}
