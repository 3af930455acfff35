import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { z } from 'zod'

const tickets = process.env.TICKETS_URL ?? 'http://localhost:8000'
const server = new McpServer({ name: 'desk', version: '1.0.0' })

server.tool(
  'find_tickets',
  "Finds what customers wrote before, by meaning and not by word: 'printer' finds \"toner\".",
  { query: z.string(), limit: z.number().int().max(20).default(5) },
  async ({ query }) => {
    const response = await fetch(`${tickets}/tickets?q=${encodeURIComponent(query)}`)
    return { content: [{ type: 'text', text: await response.text() }] }
  },
)

server.tool('open_ticket', 'Opens a ticket.', { title: z.string() }, async ({ title }) => {
  const body = JSON.stringify({ title })
  const response = await fetch(`${tickets}/tickets`, { method: 'POST', body })
  return { content: [{ type: 'text', text: await response.text() }] }
})

await server.connect(new StdioServerTransport())
