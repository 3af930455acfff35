import Fastify from 'fastify'
import postgres from 'postgres'

const sql = postgres(process.env.DATABASE_URL!)
const app = Fastify({ logger: true })

const embed = async (text: string): Promise<readonly number[]> => {
  const response = await fetch(new URL('/embed', process.env.EMBEDDINGS_URL), {
    method: 'POST',
    body: JSON.stringify({ text }),
  })
  return (await response.json()) as number[]
}

app.get<{ Querystring: { q: string } }>('/tickets', async (request) => {
  const vector = await embed(request.query.q)
  return sql`SELECT id, title FROM tickets ORDER BY embedding <-> ${JSON.stringify(vector)} LIMIT 5`
})

app.post<{ Body: { title: string } }>('/tickets', async (request, reply) => {
  const [row] = await sql`INSERT INTO tickets (title) VALUES (${request.body.title}) RETURNING id`
  reply.code(201)
  return row
})

await app.listen({ port: 8000, host: '0.0.0.0' })
