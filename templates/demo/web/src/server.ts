import { credentials, loadPackageDefinition } from '@grpc/grpc-js'
import { loadSync } from '@grpc/proto-loader'
import express from 'express'
import { z } from 'zod'

const pricingAddr = process.env.PRICING_ADDR ?? 'localhost:50051'
const ledgerUrl = process.env.LEDGER_URL ?? 'http://localhost:8081'

const shop = (loadPackageDefinition(loadSync('protos/pricing.proto')) as any).shop.v1
const pricing = new shop.Pricing(pricingAddr, credentials.createInsecure())
const basket = z.object({ customer: z.string(), items: z.array(z.object({ sku: z.string(), quantity: z.number() })) })

const app = express()
app.use(express.json())

app.post('/checkout', (request, response) => {
  pricing.Quote(basket.parse(request.body), async (error: Error | null, quote: { total_cents: string }) => {
    if (error) return response.status(502).send(error.message)
    const booked = await fetch(`${ledgerUrl}/entries`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ account: request.body.customer, cents: Number(quote.total_cents) }),
    })
    return response.status(booked.status).json(await booked.json())
  })
})

app.listen(8080)
