import { check } from './routes.ts'

check([
  [
    'Express: routers mounted in the file, chains of route(), and prefixes of a prefix',
    'src/app.ts',
    `import express, { Router } from 'express'
const app = express()
const api = Router()
const users: Router = express.Router()
app.get('/health', (req, res) => res.send('ok'))
users.get('/:id', auth, show).delete('/:id', drop)
users.route('/').get(list).post(create)
api.use('/users', users)
app.use('/api', limit, api)
app.listen(80)`,
    [
      '5:GET /health',
      '6:DELETE /api/users/{}',
      '6:GET /api/users/{}',
      '7:GET /api/users',
      '7:POST /api/users',
    ],
  ],
  [
    'Express: a router of another file is open, and a client is no router',
    'src/users.js',
    `const router = require('express').Router()
router.post('/users/:id(\\\\d+)/files/*', upload)
axios.get('/users', handler)
client.get('/users', handler)
api.post('/users', data)
cache.get('/users')
module.exports = router`,
    ['2:POST /users/{}/files/{*} open'],
  ],
  [
    'Express: an application that is handed over, in a file that imports nothing',
    'src/routes.js',
    `module.exports = function (app) { app.get('/a/:b?', (req, res) => {}) }
const load = (page) => page.get('/x', done)`,
    ['1:GET /a/{} open'],
  ],
  [
    'Fastify: plugins with a prefix, by name and on the spot, and route objects',
    'src/server.js',
    `import Fastify from 'fastify'
const server = Fastify({ logger: true })
async function orders(fastify) {
  fastify.get('/:id', async (req) => find(req))
  fastify.route({ method: ['PUT', 'PATCH'], url: '/:id', handler: put })
}
server.register(orders, { prefix: '/orders' })
server.register(async (v2) => { v2.get('/ping', async () => 'pong') }, { prefix: '/v2' })
server.get('/', root)`,
    ['4:GET /orders/{}', '5:PATCH /orders/{}', '5:PUT /orders/{}', '8:GET /v2/ping', '9:GET /'],
  ],
  [
    'Koa and Hono: prefixes of routers, sub-applications, chains',
    'src/hono.ts',
    `import { Hono } from 'hono'
const books = new Hono().get('/', list).post('/', zValidator('json', schema), create)
const app = new Hono().basePath('/api')
app.route('/books', books)
app.on(['PUT', 'DELETE'], '/books/:id{[0-9]+}', change)
app.get('/files/*', serve)`,
    [
      '2:GET /api/books open',
      '2:POST /api/books open',
      '5:DELETE /api/books/{} open',
      '5:PUT /api/books/{} open',
      '6:GET /api/files/{*} open',
    ],
  ],
  [
    'Koa: the prefix of a router, and a route with a name',
    'src/koa.js',
    `const Router = require('@koa/router')
const router = new Router({ prefix: '/v1' })
router.get('user', '/users/:id', show)
router.post('users.list', auth(), list)`,
    ['3:GET /v1/users/{} open', '4:POST /v1/users.list open'],
  ],
  [
    'NestJS: controllers with methods, lists of paths, constants',
    'src/cats.controller.ts',
    `const BASE = 'cats'
@ApiTags('cats')
@Controller({ path: BASE, version: '1' })
export class CatsController {
  constructor(@Inject(Cats) private readonly cats: Cats) {}
  @Get(':id')
  @UseGuards(AuthGuard('jwt'))
  one(@Param('id') id: string) {}
  @Post()
  add(@Body() cat: Cat) {}
  @Put(['a', 'b']) put() {}
}
class Other { @Get('not') a() {} }`,
    ['6:GET /cats/{} open', '9:POST /cats open', '11:PUT /cats/a open', '11:PUT /cats/b open'],
  ],
  [
    'Next: files of the app folder',
    'web/src/app/(shop)/api/carts/[id]/[...rest]/route.ts',
    `export const dynamic = 'force-dynamic'
export async function GET() {}
export const POST = handler`,
    ['2:GET /api/carts/{}/{*}', '3:POST /api/carts/{}/{*}'],
  ],
  [
    'Next: files of pages/api',
    'pages/api/users/[id].js',
    'export default function handler(req, res) {}',
    ['1:* /api/users/{}'],
  ],
  [
    'SvelteKit: +server files',
    'src/routes/api/add/+server.js',
    'export const POST = async () => {}',
    ['1:POST /api/add'],
  ],
])
