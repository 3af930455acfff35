import { serve } from '@hono/node-server'
import { Hono } from 'hono'

const app = new Hono()
const bids = process.env.BIDS_URL

app.get('/lots/:lot', async (c) => {
  const response = await fetch(`${bids}/lots/${c.req.param('lot')}/bids`)
  return c.html(`<h1>Lot ${c.req.param('lot')}</h1><pre>${await response.text()}</pre>`)
})

serve({ fetch: app.fetch, port: Number(process.env.PORT) || 3000 })
