/**
 * Folders that no repository keeps its own wiring in: version control, dependencies, build output,
 * caches. Documented in docs/universe.md; everything else is decided by the repository's .gitignore.
 */
export const excludedFolders: ReadonlySet<string> = new Set([
  '.git',
  '.hg',
  '.svn',
  '.jj',
  'node_modules',
  'bower_components',
  'jspm_packages',
  '.yarn',
  '.pnpm-store',
  'vendor',
  '.venv',
  'venv',
  'site-packages',
  '__pycache__',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  '.eggs',
  'target',
  '.gradle',
  '.mvn',
  '.idea',
  '.vscode',
  '.vs',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.turbo',
  '.parcel-cache',
  '.terraform',
  '.cache',
  '.dart_tool',
  'Pods',
  'DerivedData',
  'coverage',
  '.nyc_output',
])

/** Parts of `.rtt` that are configuration and so belong to the universe. */
export const configurationFolders: readonly string[] = ['.rtt/manifests']

/** Files in excluded folders that are wiring all the same, by the name of the folder. */
export const configurationFiles: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['.vscode', new Set(['mcp.json'])],
])
