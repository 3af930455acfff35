import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aspireReader } from '../../../src/read/deploy/aspire.ts'
import { linkFiles, linkLines } from '../../links.ts'

const start = 'var builder = DistributedApplication.CreateBuilder(args);\n'

const bindings = (body: string): string[] =>
  (aspireReader.read({ path: 'src/Host/Program.cs', text: start + body }).bindings ?? []).map(
    (b) => `${b.unit} ${b.key}=${b.value.kind === 'literal' ? b.value.value : ''} ${b.at.line}`,
  )

const units = (body: string) =>
  aspireReader.read({ path: 'src/Host/Program.cs', text: start + body }).units ?? []

test('hosting methods add units with what they run and where that stands', () => {
  const found = units(`
const string broker = "mq";
builder.AddRabbitMQ(broker);
builder.AddAzurePostgresFlexibleServer("pg").RunAsContainer();
builder.AddContainer("mailer", "acme/mailer").WithHttpEndpoint(port: 8025, targetPort: 80);
builder.AddNpmApp("web", "../web", "dev");
builder.AddDockerfile("tool", "../tool", "docker/Dockerfile");
builder.AddProject<Projects.Shop_Api>("api");
builder.AddProject("jobs", @"..\\Jobs\\Jobs.csproj");
builder.AddParameter("password");
builder.Services.AddSingleton("x");
`)
  assert.deepEqual(
    found.map((u) => [u.name, u.image, u.context, u.dockerfile, u.project, u.ports]),
    [
      ['mq', 'rabbitmq', undefined, undefined, undefined, []],
      ['pg', 'postgres', undefined, undefined, undefined, []],
      ['mailer', 'acme/mailer', undefined, undefined, undefined, [8025, 80]],
      ['web', undefined, 'src/web', undefined, undefined, []],
      ['tool', undefined, 'src/tool', 'src/tool/docker/Dockerfile', undefined, []],
      ['api', undefined, undefined, undefined, 'Shop_Api', []],
      ['jobs', undefined, 'src/Jobs', undefined, undefined, []],
    ],
  )
})

test('references give addresses: services by discovery, stores as connection strings of their parts', () => {
  assert.deepEqual(
    bindings(`var db = builder.AddPostgres("pg").AddDatabase("shopdb");
var api = builder.AddProject<Projects.Api>("api")
    .WithReference(db).WaitFor(db);
var url = api.GetEndpoint("http");
var web = builder.AddProject<Projects.Web>("web").WithReference(api).WithEnvironment("Api__Url", url);
if (builder.ExecutionContext.IsRunMode)
{
    web.WithReference(db, connectionName: "main");
    web.WithEnvironment("LOG", "http://logs:80");
    web.WithEnvironment(c => { c.EnvironmentVariables["LATE"] = api.GetEndpoint("http"); });
    web.WithEnvironment("SELF_OR", $"{url}/x");
}
`),
    [
      'api ConnectionStrings__shopdb=postgres://pg 4',
      'web services__api__http__0=http://api 6',
      'web Api__Url=http://api 6',
      'web ConnectionStrings__main=postgres://pg 9',
      'web LOG=http://logs:80 10',
      'web LATE=http://api 11',
      'web SELF_OR=http://api 12',
    ],
  )
})

test('a proxy passes on to whatever its configuration is given, and not to whom it only waits for', () => {
  assert.deepEqual(
    bindings(`var a = builder.AddProject<Projects.A>("a");
var b = builder.AddProject<Projects.B>("b");
builder.AddYarp("gate").WithConfiguration(y => { y.AddRoute("/a/{**x}", a); }).WaitFor(b);
`),
    ['gate REVERSEPROXY__CLUSTERS__a__DESTINATIONS__1__ADDRESS=http://a 4'],
  )
})

const shop = {
  'src/Host/Program.cs': `${start}var mq = builder.AddRabbitMQ("Bus");
var db = builder.AddPostgres("pg").AddDatabase("shopdb");
var cart = builder.AddProject<Projects.Cart_API>("cart-api").WithReference(db).WithReference(mq);
var idp = builder.AddProject<Projects.Idp>("idp").WithReference(db);
builder.AddProject<Projects.Web>("web").WithReference(cart).WithReference(mq).WithEnvironment("IdpUrl", idp.GetEndpoint("http"));
idp.WithEnvironment("CartClient", cart.GetEndpoint("http"));
`,
  'src/Cart.API/Cart.API.csproj':
    '<Project><ItemGroup><ProjectReference Include="..\\Shared\\Shared.csproj" /></ItemGroup></Project>',
  'src/Cart.API/Program.cs': 'builder.AddNpgsqlDbContext<CartContext>("shopdb");\n',
  'src/Shared/Shared.csproj': '<Project></Project>',
  'src/Shared/Bus.cs': 'builder.AddRabbitMQClient("bus");\n',
  'src/Idp/Idp.csproj': '<Project></Project>',
  'src/Idp/Config.cs':
    'var c = new Client { RedirectUris = { $"{configuration["CartClient"]}/back" } };\n',
  'src/Web/Web.csproj': '<Project></Project>',
  'src/Web/Program.cs':
    'services.AddGrpcClient<Cart.CartClient>(o => o.Address = new("http://cart-api"));\nvar u = configuration.GetRequiredValue("IdpUrl");\n',
}

test('a project is found by its class, and confirms what it looks for by name', () => {
  assert.deepEqual(linkLines(shop), [
    'cart-api#ConnectionStrings__Bus -> Bus amqp',
    'cart-api#ConnectionStrings__shopdb -> pg sql',
    'web#IdpUrl -> idp http',
    'web#services__cart-api__http__0 -> cart-api grpc',
  ])
  assert.deepEqual(
    linkFiles(shop).services.map((s) => [s.name, s.path]),
    [
      ['Bus', undefined],
      ['cart-api', 'src/Cart.API'],
      ['idp', 'src/Idp'],
      ['pg', undefined],
      ['web', 'src/Web'],
    ],
  )
})

test('what is given and never asked for is only declared', () => {
  assert.deepEqual(linkLines(shop, 'declared'), [
    'idp#CartClient -> cart-api http',
    'idp#ConnectionStrings__shopdb -> pg sql',
    'web#ConnectionStrings__Bus -> Bus amqp',
  ])
})

test('of two projects of one name the nearer one is meant, and none where both are as near', () => {
  const host = `${start}builder.AddProject<Projects.Api>("api");\n`
  const at = (...folders: string[]) =>
    linkFiles({
      'one/Host/Program.cs': host,
      ...Object.fromEntries(
        folders.flatMap((f) => [
          [`${f}/Api.csproj`, '<Project/>'],
          [`${f}/Program.cs`, 'class A {}'],
        ]),
      ),
    }).services[0]?.path
  assert.equal(at('two/Api', 'one/Api'), 'one/Api')
  assert.equal(at('two/x', 'three/y'), undefined)
})
