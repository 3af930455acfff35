import axios from 'axios'
import express from 'express'
import { gql, GraphQLClient } from 'graphql-request'
import { config } from './config.ts'
import { receipts } from './receipts.ts'

const app = express()
const graph = new GraphQLClient(config.GRAPH_URL)
const catalog = axios.create({ baseURL: config.CATALOG_URL, timeout: 2_000 })

app.use(express.json())

app.get('/products/:id', async (req, res) => {
  const { data } = await catalog.get(`/products/${req.params.id}`)
  res.render('product', { product: data, price: /^\d+/.exec(data.price)?.[0] ?? 'n/a' })
})

app.get('/account/orders', async (req, res) => {
  const query = gql`
    query Orders($customer: ID!) {
      orders(customer: $customer) { id total }
    }
  `
  res.json(await graph.request(query, { customer: req.query.customer }))
})

app.post('/checkout/:order', async (req, res) => {
  await receipts.add('print', { order: req.params.order, "it's": `a "gift"? ${req.body.gift ? 'yes' : 'no'}` })
  res.status(202).end()
})

app.listen(config.PORT)
