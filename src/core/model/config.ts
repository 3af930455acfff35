import { codes } from '../diag/codes.ts'
import * as z from '../json/schema.ts'

const ignore = z.strictObject({
  code: z.string().refine((c) => Object.hasOwn(codes, c), 'no diagnostic has this code'),
  ends: z.array(z.string().min(1).max(1024)).min(1).max(8).optional(),
  path: z.string().min(1).max(1024).optional(),
  reason: z.string().trim().min(1, 'say why it is ignored').max(1000),
})

/** `.rtt/panel.json`: the configuration of a repository. Everything has a default. */
export const panelSchema = z.strictObject({
  $schema: z.string().optional(),
  /** The digest of the `.cue` that this was made from. */
  cue: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  v: z.literal(1),
  name: z
    .string()
    .regex(/^[A-Za-z0-9@][A-Za-z0-9._/-]{0,127}$/)
    .optional(),
  scan: z
    .strictObject({ exclude: z.array(z.string().min(1).max(1024)).max(1000).default([]) })
    .optional(),
  /** Findings that are as they should be, each with its reason. */
  findings: z.strictObject({ ignore: z.array(ignore).max(1000).default([]) }).optional(),
})

export type Panel = z.infer<typeof panelSchema>
