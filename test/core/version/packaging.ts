import { execFileSync, spawnSync } from 'node:child_process'

const script = `
import json, sys
from packaging.specifiers import SpecifierSet, InvalidSpecifier
asked = json.load(sys.stdin)
def row(text):
    try:
        spec = SpecifierSet(text)
    except InvalidSpecifier:
        return None
    return [spec.contains(v, prereleases=True) for v in asked["versions"]]
json.dump([row(t) for t in asked["specifiers"]], sys.stdout)
`

const places = [process.env['RTT_PYTHON'], '.ci/tools/venv/bin/python']

/** Before version 26 it answered against its own documentation about post-releases after `>`. */
const check = 'import packaging, sys; sys.exit(int(packaging.__version__.split(".")[0]) < 26)'

/** A Python that has the `packaging` library, version 26 or later. */
export const python = places.find(
  (place) => place !== undefined && spawnSync(place, ['-c', check]).status === 0,
)

/** For each specifier set, which of the versions it holds; null where it is refused. */
export const askPackaging = (
  specifiers: readonly string[],
  versions: readonly string[],
): readonly (readonly boolean[] | null)[] =>
  JSON.parse(
    execFileSync(python!, ['-c', script], {
      input: JSON.stringify({ specifiers, versions }),
      maxBuffer: 1 << 28,
    }).toString(),
  )
