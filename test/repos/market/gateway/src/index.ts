import { readFileSync } from 'node:fs'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { CatalogApi } from './catalog.ts'
import { ordersOf } from './orders.ts'

const typeDefs = readFileSync(new URL('./schema.graphql', import.meta.url), 'utf8')
const catalog = new CatalogApi()

const resolvers = {
  Query: {
    orders: (_: unknown, { customer }: { customer: string }) => ordersOf(customer),
    product: (_: unknown, { id }: { id: string }) => catalog.product(id),
  },
}

const server = new ApolloServer({ typeDefs, resolvers })
const { url } = await startStandaloneServer(server, { listen: { port: 4000 } })
console.log(`listening at ${url}`)
