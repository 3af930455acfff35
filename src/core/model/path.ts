/** The folder of a path; an empty string for a file in the root. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** The last segment of a path. */
export const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

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
