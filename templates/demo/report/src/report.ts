import { z } from 'zod'

const line = z.object({ account: z.string(), cents: z.number() })
for await (const chunk of process.stdin) console.log(line.parse(JSON.parse(String(chunk))))
