import type { Contract } from '../model/contract.ts'
import { formatSaddr } from '../model/saddr.ts'
import type { SymbolDef } from '../model/symbol.ts'

/** The address of a channel in the name of a method of AsyncAPI: `send orders.created`. */
const channelOf = (method: string): string => method.replace(/^(?:send|receive) /, '')

/**
 * One symbol for each channel that AsyncAPI documents speak of, with the first contract that does; none for
 * those that code is known by already.
 */
export const topicSymbols = (
  contracts: readonly Contract[],
  namespace: readonly string[],
  known: readonly SymbolDef[],
): readonly SymbolDef[] => {
  const taken = new Set(known.map((s) => s.address))
  const found = new Map<string, { contract: Contract; actions: Set<string> }>()
  for (const contract of contracts.filter((c) => c.dialect === 'asyncapi'))
    for (const { name } of contract.body.methods) {
      const topic = channelOf(name)
      const entry = found.get(topic) ?? { contract, actions: new Set() }
      entry.actions.add(name.slice(0, name.indexOf(' ')))
      found.set(topic, entry)
    }
  const symbols = [...found].map(
    ([name, { contract, actions }]): SymbolDef => ({
      address: formatSaddr({ namespace, type: 'topic', name }),
      type: 'topic',
      name,
      lang: contract.dialect,
      at: contract.at,
      contract: { digest: contract.digest, id: contract.id, dialect: contract.dialect },
      evidence: 'ast',
      direction: actions.size > 1 ? 'both' : actions.has('send') ? 'provider' : 'consumer',
    }),
  )
  return symbols.filter((s) => !taken.has(s.address))
}
