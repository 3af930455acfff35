import { z } from 'zod'

const schema = z.object({
  CATALOG_URL: z.string().url(),
  GRAPH_URL: z.string().url(),
  REDIS_URL: z.string().default('redis://localhost:6379'),
  PORT: z.coerce.number().default(3000),
})

export const config = schema.parse(process.env)
