import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeReader } from '../../../src/read/code/reader.ts'

const endsOf = (path: string, text: string): string[] => [
  ...new Set(
    codeReader
      .read({ path, text })
      .code![0]!.endpoints.filter((e) => e.protocol === 'grpc' && e.contract !== undefined)
      .map((e) => `${e.at.line}:${e.role} ${e.contract}`),
  ),
]

const rows: readonly (readonly [string, string, string, readonly string[]])[] = [
  [
    'tonic',
    'a.rs',
    `fn f() { s.add_service(GreeterServer::new(x)).add_service(UsersServer::with_interceptor(x, y));
let c = OrdersClient::connect("http://orders:1").await; }`,
    ['2:consumer Orders', '1:provider Users', '1:provider Greeter'],
  ],
  [
    'grpc-js, static and dynamic',
    'a.js',
    `server.addService(proto.Greeter.service, impl)
server.addService(CartService, impl)
const c = new shop.OrderService('orders:1', creds)`,
    ['3:consumer OrderService', '1:provider Greeter', '2:provider CartService', '2:provider Cart'],
  ],
  [
    'nice-grpc: an import is no end',
    'a.ts',
    `import { CartDefinition, OrderDefinition } from './gen'
server.add(CartDefinition, impl)
const c = createClient(OrderDefinition, channel)`,
    ['2:provider Cart', '3:consumer Order'],
  ],
  [
    'connect-es',
    'a.ts',
    `export default (router) => router.service(ElizaService, { say })
const c = createClient(MailService, transport)
const r = createClient({ url })`,
    ['1:provider ElizaService', '2:consumer MailService'],
  ],
  [
    'connect-go',
    'a.go',
    `package a
func f() { mux.Handle(greetv1connect.NewGreetServiceHandler(g))
c := mailv1connect.NewMailServiceClient(http.DefaultClient, url) }`,
    ['3:consumer MailService', '2:provider GreetService'],
  ],
  [
    'grpclib',
    'a.py',
    'class Greeter(GreeterBase):\n    pass\nstub = MailStub(channel)',
    ['3:consumer Mail', '1:provider Greeter'],
  ],
  [
    'Java: a base class, a stub, a field that Spring fills',
    'src/A.java',
    `@GrpcService class A extends GreeterGrpc.GreeterImplBase {
  @GrpcClient("orders") private OrdersBlockingStub orders;
  Object f() { return MailGrpc.newBlockingStub(channel); } }`,
    ['3:consumer Mail', '1:provider Greeter', '2:consumer Orders'],
  ],
  [
    'Kotlin coroutines',
    'a.kt',
    'class A : GreeterGrpcKt.GreeterCoroutineImplBase()\nval s = MailGrpcKt.MailCoroutineStub(channel)',
    ['2:consumer Mail', '1:provider Greeter'],
  ],
  [
    '.NET: a base class, a registered client, one that is made',
    'A.cs',
    `class A : Greeter.GreeterBase {}
class B { void F() { services.AddGrpcClient<Basket.BasketClient>(o => {}); var c = new Mail.MailClient(channel); } }`,
    ['2:consumer Mail', '1:provider Greeter', '2:consumer Basket'],
  ],
]

for (const [name, path, text, expected] of rows)
  test(name, () => assert.deepEqual(endsOf(path, text).sort(), [...expected].sort()))
