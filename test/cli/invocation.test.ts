import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { entries } from '../../src/cli/entries.ts'
import type { Parsed } from '../../src/cli/globals.ts'
import { parseArguments } from '../../src/cli/invocation.ts'
import { parseWithHelp } from '../../src/cli/program.ts'

const version = '1.2.3'
const everywhere = ['--json', '--no-color', '-q', '--quiet', '--debug']
const globalNames = new Set(['json', 'color', 'quiet', 'debug', 'C'])

/** What a command sees of a command line; the parser leaves flags that all take among the options, too. */
const seen = ({ invocation, ...rest }: Parsed) => ({
  ...rest,
  command: invocation?.command,
  options: Object.fromEntries(
    Object.entries(invocation?.options ?? {}).filter(([name]) => !globalNames.has(name)),
  ),
})

const lines = fc
  .constantFrom(...entries)
  .chain(({ usage, options = [] }) =>
    fc
      .tuple(
        fc.constant(usage.split(' ')[0]!),
        fc.subarray(options.map(([flag]) => flag.split(' ')[0]!)),
        fc.subarray(everywhere),
        fc.boolean(),
      )
      .map(([command, own, all, first]) =>
        first ? [...all, command, ...own] : [command, ...own, ...all],
      ),
  )

test('a line of flags alone means without the parser what it means with it', async () => {
  await fc.assert(
    fc.asyncProperty(lines, async (line) => {
      const short = await parseArguments(line, version)
      assert.deepEqual(seen(short), seen(parseWithHelp(line, version)), line.join(' '))
    }),
    { numRuns: 500 },
  )
})
