import { loadDrivers } from '../../app/drivers.ts'
import { checkDrivers, generate } from '../../app/gen.ts'
import { genInputs, type Language, languages } from '../../app/inputs.ts'
import { loadScanned } from '../../app/scanned.ts'
import { RttError } from '../../core/diag/error.ts'
import { exitOf } from '../../core/diag/exit.ts'
import { digestOf } from '../../core/json/digest.ts'
import type { Context } from '../context.ts'
import { plural } from '../table.ts'
import type { Options, Report } from '../view.ts'
import { drawDiagnostics } from '../views/diagnostic.ts'

const diagnosticsShown = 8

const chosen = (written: unknown): readonly Language[] => {
  if (typeof written !== 'string') return languages
  const asked = written.split(',').map((l) => l.trim())
  const odd = asked.find((l) => !(languages as readonly string[]).includes(l))
  if (odd !== undefined)
    throw new RttError('RTT6001', `"${odd}" is not a language of connectors`, {
      help: `Write --lang ${languages.join(',')}.`,
    })
  return languages.filter((l) => asked.includes(l))
}

const check = async ({ space, task }: Context): Promise<Report> => {
  const { result } = await loadScanned(space, task)
  const { files, diagnostics } = await checkDrivers(space, async () => result)
  const missing = loadDrivers(space.durable) === undefined && result.contracts.length > 0
  if (missing) throw new RttError('RTT1101', 'no connector was generated on this clone')
  return {
    command: 'gen',
    exit: exitOf(diagnostics),
    diagnostics,
    data: { status: diagnostics.length === 0 ? 'current' : 'stale', files },
    text: (painter) =>
      diagnostics.length === 0
        ? `${plural(files, 'file')} as generated`
        : drawDiagnostics(diagnostics, painter, {
            most: diagnosticsShown,
            more: 'rtt gen --check --json',
          }),
  }
}

export const run = async (context: Context, options: Options): Promise<Report> => {
  if (options['check'] === true) return check(context)
  const { space, task, version } = context
  const { result } = await loadScanned(space, task)
  const langs = chosen(options['lang'])
  const contracts = digestOf({ namespace: result.namespace, contracts: result.contracts })
  const done = await generate(space, result, {
    langs,
    inputs: genInputs(contracts, version, langs),
  })
  return {
    command: 'gen',
    exit: 0,
    diagnostics: done.diagnostics,
    data: {
      connectors: done.connectors,
      files: done.files,
      changed: done.changed,
      removed: done.removed,
      folder: '.rtt/drivers',
    },
    text: (painter) =>
      [
        `${langs.map((l) => `${l} ${done.connectors[l]}`).join('  ')}  in .rtt/drivers: ${plural(done.files, 'file')}, ${done.changed} changed, ${done.removed} removed`,
        drawDiagnostics(done.diagnostics, painter, {
          most: diagnosticsShown,
          more: 'rtt gen --check --json',
        }),
      ]
        .filter((s) => s !== '')
        .join('\n'),
  }
}
