/**
 * Writes docs/requirements.md: every requirement that is held, and the tests that hold it. A test holds
 * a requirement by having its id in its name. `--check` writes nothing and fails when it is not current.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import glob from 'fast-glob'

const page = 'docs/requirements.md'

/** One neutral line each, that stands by itself. */
export const requirements: Readonly<Record<string, string>> = {
  'SC-01':
    'Scanning writes an index of symbols with address, kind, language, place, contract and evidence; a second scan of an unchanged tree leaves it byte-identical.',
  'SC-02':
    'Manifests, .proto, OpenAPI and JSON Schema files become contracts; a broken one is a diagnostic with file and line.',
  'SC-03':
    'What TypeScript, Python, Go, Java and Rust offer and use is found without running it; its precision and recall are printed a language.',
  'SC-04':
    'A manifest that names a contract which does not exist is an error with its path and JSON pointer; the scan goes on.',
  'SC-05':
    'Wiring opens no connection, executes nothing of the repository and writes nothing outside it.',
  'SC-06':
    'The stages are fixed and visible with the digests of their inputs and outputs; one whose inputs did not change is skipped.',
  'GN-01':
    'Every contract gets a connector in TypeScript and Python whose encoding both languages and protoc’s own runtime agree on.',
  'GN-03':
    'After generating, no connector is missing; one that was removed is named with the command that restores it.',
  'GN-05':
    'Generated files carry the digests of contract and generator; a hand edit or a stale contract is exit 4.',
  'GN-06': 'Generating works on an index that is up to date: a tree that changed is scanned first.',
  'PL-01': 'A plan is a file named by the sha256 of its canonical bytes; it is never rewritten.',
  'PL-02':
    'The same tree gives the same plan under another path, time zone, locale, file order and number of processors.',
  'PL-03': 'The steps of a plan are in topological order, whatever the order of the input.',
  'PL-05':
    'Every input of a plan can be listed with its digest; a change of one changes the fingerprint.',
  'PL-06':
    'A hook that sends what an API does not take is refused with both schemas, unless a coercer is named that is there.',
  'PL-07':
    'A version or a capability that is asked for and not there is refused, naming both sides; so is a package outside of the range of the policy.',
  'PL-09':
    'Rules, layers and pins of the policy are hard; a violation names the rule and both places.',
  'PL-15':
    'Nothing is put into force without a signed plan; a hand edit of what is in force is found by verify.',
  'PL-16': 'The inverse of a plan restores the graph that was there before.',
  'PL-17': 'A cycle among services that are to have none is printed whole.',
  'PL-18': 'A cycle over a bus passes only where ttl and dedupe are declared.',
  'PL-19':
    'A second end of a port, unless it is a bus, needs an entry of fan-out; ends of two deployments are alternatives.',
  'SG-01':
    'Keys are made, files are signed and verified; one flipped byte is exit 5; the vectors of RFC 8032 pass.',
  'SG-02':
    'A plan that is unsigned, tampered with, signed by a wrong or expired key, or serialised anew is exit 5, without a log entry or a change.',
  'SG-03':
    'The plan with its manifests and every file of the configuration can be signed in one go.',
  'SG-04':
    'A manifest that was edited since it was signed is refused by name; relaxing that takes a line of policy and warns on every run.',
  'VF-01':
    '`rtt verify` prints every check as PASS, FAIL or skip with its evidence, for people and as JSON, JUnit, SARIF and Markdown.',
  'CF-01':
    '`rtt config check` uses cue where it is installed and the built-in checker always; both give one verdict.',
  'CF-02':
    'Every command that reads the configuration checks it first; a fault is exit 2, and nothing is written.',
  'CF-03':
    'An error of a configuration file has line and column and the rule, and nothing is done after it.',
  'CF-04': 'A JSON that was not made from the CUE beside it is refused.',
  'CF-05': 'Configuration can be moved to CUE; evaluated, it is what it was.',
  'AP-01':
    'The log shows number, root and plan of every entry, and what is in force can be rebuilt from it.',
  'AP-06': 'Applying the plan in force again does nothing and says so.',
  'OP-01':
    'In any repository, with no configuration and no prompt, `rtt up` ends with exit 0 and writes nothing outside .rtt and plans.',
  'OP-02':
    '`rtt up` runs all stages with one line each and stops at the first that fails, with its exit code.',
  'OP-03':
    '`rtt watch` waits for a burst of changes to end, does again only what they make stale, and tells how the wiring changed; `rtt check` is the same for a CI.',
  'LY-02': 'Connectors lie in .rtt/drivers/<language>/<symbol>.',
  'LY-03':
    'Index and log lie in .rtt/index and .rtt/wal; the head of the log can be printed; nothing is written elsewhere on the machine.',
  'CN-01': 'The catalog is an SQLite database that can be deleted; the next scan rebuilds it.',
}

type Found = { readonly file: string; readonly name: string }

const testsOf = (): ReadonlyMap<string, Found[]> => {
  const found = new Map<string, Found[]>()
  for (const file of glob.sync('test/**/*.test.ts').sort()) {
    for (const m of readFileSync(file, 'utf8').matchAll(
      /['"`]((?:[A-Z]{2}-\d\d[ ,]+)+)([^'"`\n]*)['"`]/g,
    )) {
      for (const id of m[1]!.match(/[A-Z]{2}-\d\d/g) ?? [])
        found.set(id, [...(found.get(id) ?? []), { file, name: m[2]!.trim() }])
    }
  }
  return found
}

const cell = (s: string): string => s.replaceAll('|', '\\|')

/** The page as it should be. */
export const requirementsPage = (): string => {
  const tests = testsOf()
  const rows = Object.entries(requirements)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, text]) => {
      const own = tests.get(id) ?? []
      const list = own.map((t) => `[${cell(t.name)}](../${t.file})`).join('<br>')
      return `| ${id} | ${cell(text)} | ${list || '-'} | ${own.length > 0 ? 'held' : 'open'} |`
    })
  return [
    '# Requirements',
    '',
    'Made by `node .ci/requirements.ts` from the names of the tests; do not edit.',
    '',
    '| id | behaviour | tests | status |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

if (import.meta.main) {
  const text = requirementsPage()
  if (!process.argv.includes('--check')) writeFileSync(page, text)
  else if (readFileSync(page, 'utf8') !== text) {
    console.error(`${page} is not current: node .ci/requirements.ts`)
    process.exitCode = 1
  }
}
