import * as z from 'zod'

/** `.rtt/panel.json`: the configuration of a repository. Everything has a default. */
export const panelSchema = z.strictObject({
  $schema: z.string().optional(),
  v: z.literal(1),
  name: z
    .string()
    .regex(/^[A-Za-z0-9@][A-Za-z0-9._/-]{0,127}$/)
    .optional(),
  scan: z
    .strictObject({ exclude: z.array(z.string().min(1).max(1024)).max(1000).default([]) })
    .optional(),
})

export type Panel = z.infer<typeof panelSchema>
