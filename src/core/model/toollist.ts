import * as z from '../json/schema.ts'
import type { Offer } from './offer.ts'
import type { Place } from './place.ts'

/** How many tools one server may have, and how long what a model is told of one may be. */
export const toolsMax = 1000
const textMax = 64 * 1024

const object = z.record(z.string(), z.json())

/** What commands a terminal or is not seen is no part of a name. */
const name = z
  .string()
  .min(1)
  .max(256)
  .regex(/^[^\p{Cc}\p{Cf}\u2028\u2029]*$/u, 'holds characters that nobody sees')

const tool = z.looseObject({
  name,
  title: z.string().max(1024).optional(),
  description: z.string().max(textMax).optional(),
  inputSchema: object,
  outputSchema: object.optional(),
  annotations: object.optional(),
})

/** The shape of `.rtt/manifests/<server>.tools.json`: what a server that stands outside says that it offers. */
export const toolListSchema = z.strictObject({
  $schema: z.string().optional(),
  v: z.literal(1),
  /** The name by which agents are configured with it. */
  server: z.string().min(1).max(128),
  /** What the server calls itself. */
  info: z.strictObject({ name: z.string().max(256), version: z.string().max(256) }).optional(),
  tools: z.array(tool).max(toolsMax),
})

export type ToolListDocument = z.infer<typeof toolListSchema>
export type ListedTool = ToolListDocument['tools'][number]

/** A server that stands outside, with the tools that it said it had when it was asked. */
export type ToolList = {
  readonly server: string
  readonly offers: readonly Offer[]
  readonly at: Place
}

/** Where the list of a server is kept. */
export const toolListFile = (server: string): string => `.rtt/manifests/${server}.tools.json`
