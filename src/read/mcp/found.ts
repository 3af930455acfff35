import type { ToolServer } from '../../core/model/agent.ts'
import type { Offer, ToolDef } from '../../core/model/offer.ts'
import type { Place } from '../../core/model/place.ts'

/** What one source file says about MCP servers. */
export type Found = { readonly offers: readonly Offer[]; readonly servers: readonly ToolServer[] }

const nameLengthMax = 200
const descriptionLengthMax = 20_000

type Parts = {
  readonly name: string | undefined
  readonly description?: string | undefined
  readonly input?: unknown
  readonly server?: string | undefined
  readonly role?: ToolDef['role']
  readonly at: Place
}

/** An offer of a tool, prompt or resource; none where its name is not known or is no name. */
export const offered = ({ name, description, input, server, role, at }: Parts): Offer[] => {
  if (name === undefined || name.trim() === '' || name.length > nameLengthMax) return []
  if (!name.isWellFormed()) return []
  const text = description?.isWellFormed() ? description.slice(0, descriptionLengthMax) : undefined
  const tool: ToolDef = {
    ...(text === undefined ? {} : { description: text }),
    ...(input === undefined ? {} : { input }),
    ...(server === undefined ? {} : { server }),
    ...(role === undefined ? {} : { role }),
  }
  return [{ type: 'tool', name, tool, at }]
}

/** The schema of a tool that takes nothing. */
export const emptyInput = { type: 'object', properties: {} }

const offersMax = 1000

/** What each of `count` tokens offers, up to a bound: a file that registers more is taken for hostile. */
export const collected = (
  count: number,
  offersAt: (index: number) => readonly Offer[],
): Offer[] => {
  const out: Offer[] = []
  for (let i = 0; i < count && out.length < offersMax; i++) out.push(...offersAt(i))
  return out
}
