import { diagnostic } from '../diag/diagnostic.ts'
import type { Finding } from '../diag/finding.ts'
import type { Wiring } from './wiring.ts'

/** Clients that are built and never used: the links that the linker calls dead. */
export const unusedStubs = (w: Wiring): Finding[] =>
  w.links
    .filter((l) => l.status === 'dead' && l.evidence.length > 0)
    .map((l): Finding => {
      const [first, ...more] = [...l.evidence].sort(
        (a, b) => Number(b.signal === 'stub') - Number(a.signal === 'stub'),
      )
      return {
        ...diagnostic(
          'RTT1117',
          `${l.from} builds a client of ${l.contract ?? l.to} and never uses it`,
          {
            at: { path: first!.path, line: first!.line },
            related: more.slice(0, 2).map((e) => ({
              at: { path: e.path, line: e.line },
              label: 'its address comes from here',
            })),
            help: `Remove the client, or call ${l.to} with it.`,
          },
        ),
        ends: [l.from, l.port, l.to],
      }
    })
