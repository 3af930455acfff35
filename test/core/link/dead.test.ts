import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Files, line, scanFiles } from '../../findings.ts'

const proto = `syntax = "proto3";
package shop;
service Cart { rpc Get(Id) returns (Id); }
message Id { string id = 1; }
`

/** web has the given source, cart serves the contract. */
const shop = (source: Files, environment = ''): Files => ({
  'compose.yml': `services:
  web:
    build: ./web
${environment}  cart:
    build: ./cart
`,
  'shop.proto': proto,
  'web/Dockerfile': 'FROM scratch\n',
  'cart/Dockerfile': 'FROM scratch\n',
  'cart/main.go': 'package main\nfunc main() { pb.RegisterCartServer(s, x) }\n',
  ...source,
})

const rows: readonly (readonly [string, Files, number | undefined])[] = [
  [
    'go: a field is set and never read',
    {
      'web/main.go': `package main
type server struct {
  cartSvcClient pb.CartClient
}
func (s *server) start() {
  s.cartSvcClient = pb.NewCartClient(conn)
}
`,
    },
    6,
  ],
  [
    'go: the field is used in another file of the package',
    {
      'web/main.go':
        'package main\nfunc f(s *server) {\n  s.cartClient = pb.NewCartClient(conn)\n}\n',
      'web/get.go': 'package main\nfunc get(s *server) { s.cartClient.Get(ctx, id) }\n',
    },
    undefined,
  ],
  [
    'go: a field whose name says nothing is not followed',
    { 'web/main.go': 'package main\nfunc f(s *server) {\n  s.carts = pb.NewCartClient(conn)\n}\n' },
    undefined,
  ],
  [
    'go: a variable is thrown away',
    {
      'web/main.go':
        'package main\nvar cart pb.CartClient\nfunc f() {\n  cartClient := pb.NewCartClient(conn)\n}\n',
    },
    4,
  ],
  [
    'go: a variable with its type before it is no variable of that type',
    {
      'web/main.go':
        'package main\nvar cart pb.CartClient = pb.NewCartClient(conn)\nfunc f() { cart.Get(ctx, id) }\n',
    },
    undefined,
  ],
  [
    'go: called where it is built',
    {
      'web/main.go':
        'package main\nfunc f() {\n  x, err := pb.NewCartClient(conn).Get(ctx, id)\n}\n',
    },
    undefined,
  ],
  [
    'go: it is handed on',
    { 'web/main.go': 'package main\nfunc f() {\n  c := pb.NewCartClient(conn)\n  run(c)\n}\n' },
    undefined,
  ],
  [
    'go: a field of a literal',
    {
      'web/main.go': `package main
func f() *server {
  return &server{
    name: "x",
    cartClient: pb.NewCartClient(conn),
  }
}
`,
    },
    5,
  ],
  [
    'go: a function that nobody calls',
    {
      'web/main.go':
        'package main\nfunc newCartClient() pb.CartClient {\n  return pb.NewCartClient(conn)\n}\n',
    },
    3,
  ],
  [
    'go: a function that somebody calls',
    {
      'web/main.go':
        'package main\nfunc newCartClient() pb.CartClient {\n  return pb.NewCartClient(conn)\n}\n',
      'web/use.go': 'package main\nfunc g() { newCartClient().Get(ctx, id) }\n',
    },
    undefined,
  ],
  [
    'python: an attribute',
    {
      'web/app.py':
        'class App:\n    def __init__(self):\n        self.cart_stub = None\n        self.cart_stub = pb2_grpc.CartStub(channel)\n',
    },
    4,
  ],
  [
    'python: a module takes it',
    {
      'web/clients.py': 'cart_stub = pb2_grpc.CartStub(channel)\n',
      'web/app.py': 'from clients import cart_stub\ncart_stub.Get(x)\n',
    },
    undefined,
  ],
  [
    'python: a global that another function uses',
    {
      'web/app.py':
        'def use():\n    return stub.Get(x)\nif __name__ == "__main__":\n    stub = pb2_grpc.CartStub(channel)\n',
    },
    undefined,
  ],
  [
    'java: a private field',
    {
      'web/A.java':
        'class A {\n  private final CartGrpc.CartBlockingStub stub;\n  A(Channel c) {\n    this.stub = CartGrpc.newBlockingStub(c).withWaitForReady();\n  }\n}\n',
    },
    4,
  ],
  [
    'java: a getter that is written by a generator',
    {
      'web/A.java':
        '@Getter class A {\n  private final CartGrpc.CartBlockingStub cartStub = CartGrpc.newBlockingStub(c);\n}\n',
      'web/B.java': 'class B {\n  void f(A a) { a.getCartStub().get(x); }\n}\n',
    },
    undefined,
  ],
  [
    'java: it is used',
    {
      'web/A.java':
        'class A {\n  private CartGrpc.CartBlockingStub stub;\n  A() { stub = CartGrpc.newBlockingStub(c); }\n  void f() { stub.get(x); }\n}\n',
    },
    undefined,
  ],
  [
    'typescript: a private property',
    {
      'web/a.ts':
        'import { CartClient } from "./gen"\nexport class A {\n  private client: CartClient\n  constructor() {\n    this.client = new CartClient(address, creds)\n  }\n}\n',
    },
    5,
  ],
  [
    'javascript: a constant of a module',
    {
      'web/a.js':
        'const grpc = require("@grpc/grpc-js")\nconst cart = new shop.Cart(address, creds)\n',
    },
    2,
  ],
  [
    'javascript: an exported constant that a component names',
    {
      'web/a.js': 'export const cartClient = new CartClient(address, creds)\n',
      'web/App.vue': '<script>\nimport { cartClient } from "./a"\ncartClient.get()\n</script>\n',
    },
    undefined,
  ],
  [
    'c#: a registered client that nobody asks for',
    { 'web/Program.cs': 'services.AddGrpcClient<Cart.CartClient>(o => {});\n' },
    1,
  ],
  [
    'c#: a registered client that a page asks for',
    {
      'web/Program.cs': 'services.AddGrpcClient<Cart.CartClient>(o => {});\n',
      'web/Cart.razor': '@inject Cart.CartClient Client\n',
    },
    undefined,
  ],
  [
    'c#: a registered client that a constructor asks for',
    {
      'web/Program.cs': 'services.AddGrpcClient<Cart.CartClient>(o => {});\n',
      'web/A.cs': 'class A(Cart.CartClient client) { void F() => client.Get(x); }\n',
    },
    undefined,
  ],
  [
    'rust: a variable',
    {
      'web/main.rs':
        'async fn run() {\n    let mut client = CartClient::connect("http://cart:1").await?;\n}\n',
    },
    2,
  ],
  [
    'rust: a variable that is used',
    {
      'web/main.rs':
        'async fn run() {\n    let mut client = CartClient::connect("http://cart:1").await?;\n    client.get(x).await?;\n}\n',
    },
    undefined,
  ],
  [
    'kotlin: a private value',
    { 'web/A.kt': 'class A(c: Channel) {\n  private val stub = CartCoroutineStub(c)\n}\n' },
    2,
  ],
  [
    'kotlin: a public value that another file uses',
    {
      'web/A.kt': 'class A(c: Channel) {\n  val stub = CartCoroutineStub(c)\n}\n',
      'web/B.kt': 'suspend fun f(a: A) { a.stub.get(x) }\n',
    },
    undefined,
  ],
]
for (const [name, files, at] of rows)
  test(`a stub, ${name}`, () => {
    const found = scanFiles(shop(files))
    const to = found.links.filter((l) => l.from === 'web' && l.to === 'cart')
    const lines = found.findings.filter((f) => f.code === 'RTT1117').map((f) => f.at?.line)
    assert.deepEqual(lines, at === undefined ? [] : [at])
    assert.deepEqual(
      to.map((l) => l.status === 'dead'),
      [at !== undefined],
    )
  })

const dialed = (more: string): Files =>
  shop(
    {
      'web/main.go': `package main
func main() {
  conn, err := grpc.NewClient(os.Getenv("CART_ADDR"))
  cartClient := pb.NewCartClient(conn)
${more}}
`,
    },
    '    environment: { CART_ADDR: "cart:5000" }\n',
  )

test('an address that is dialed for a stub that nobody uses is no link in force', () => {
  const { links, findings } = scanFiles(dialed(''))
  assert.deepEqual(
    links.map((l) => `${l.port} ${l.to} ${l.via} ${l.status} ${l.contract}`),
    ['CART_ADDR cart grpc dead shop.Cart'],
  )
  assert.deepEqual(findings.map(line), ['note RTT1117 web shop.Cart @ web/main.go:4'])
  assert.deepEqual(
    findings[0]!.related?.map((r) => `${r.at.path}:${r.at.line}`),
    ['shop.proto:3'],
  )
  const used = scanFiles(dialed('  cartClient.Get(ctx, id)\n'))
  assert.deepEqual(
    used.links.map((l) => l.status),
    ['confirmed'],
  )
})

test('what is called over HTTP beside an unused stub stays confirmed', () => {
  const files = dialed('  http.Get("http://" + os.Getenv("CART_ADDR") + "/x")\n')
  const { links, findings } = scanFiles(files)
  assert.deepEqual(
    links.map((l) => `${l.port} ${l.status}`),
    ['CART_ADDR confirmed'],
  )
  assert.deepEqual(
    findings.map((f) => f.code),
    ['RTT1117'],
  )
})

const feign = (more: Files): Files => ({
  'compose.yml': 'services:\n  web:\n    build: ./web\n  vets:\n    build: ./vets\n',
  'web/Dockerfile': 'FROM scratch\n',
  'vets/Dockerfile': 'FROM scratch\n',
  'web/VetsClient.java':
    '@FeignClient("vets")\ninterface VetsClient {\n  @GetMapping("/vets") List<Vet> all();\n}\n',
  ...more,
})

test('an interface of Feign that is injected nowhere', () => {
  const idle = scanFiles(feign({}))
  assert.deepEqual(
    idle.links.map((l) => `${l.to} ${l.status}`),
    ['vets dead'],
  )
  assert.deepEqual(idle.findings.map(line), ['note RTT1117 web vets @ web/VetsClient.java:1'])
  const used = scanFiles(
    feign({ 'web/A.java': 'class A {\n  A(VetsClient vets) { vets.all(); }\n}\n' }),
  )
  assert.deepEqual(
    used.links.map((l) => l.status),
    ['confirmed'],
  )
  assert.deepEqual(used.findings, [])
})
