import type { Start } from '../../core/model/code.ts'
import { baseOf } from '../../core/model/path.ts'
import type { Token } from './lexer.ts'
import { isPort } from './numbers.ts'
import type { Parsed } from './operations/source.ts'

/**
 * A call by which a library begins to take requests or jobs. `callee` is matched against the whole callee with
 * `.` between its parts; `sign` must stand in the text, where the name of the call alone says too little.
 */
type Mark = { readonly callee: RegExp; readonly sign?: RegExp }

const scripts: readonly Mark[] = [
  {
    callee: /(?:^|\.)listen$/,
    sign: /@nestjs\/core['"]|\b(?:express|fastify|koa|restify|polka|hapi|https?|http2|apollo-server[\w-]*|graphql-yoga|socket\.io|uWebSockets\.js|elysia|moleculer-web|json-server|hyper-express)["']|node:https?/,
  },
  { callee: /^NestFactory\.create/ },
  { callee: /^(?:Bun|Deno)\.serve$|^startStandaloneServer$/ },
  { callee: /^serve$/, sign: /@hono\/node-server|deno\.land\/std/ },
  { callee: /(?:^|\.)bindAsync$/, sign: /grpc/ },
  { callee: /(?:^|\.)start$/, sign: /@hapi\/hapi|moleculer|@adonisjs|@feathersjs|redwood/ },
  { callee: /^Worker$/, sign: /['"]bullmq['"]/ },
  { callee: /\.process$/, sign: /['"]bull['"]|['"]bee-queue['"]|['"]kue['"]/ },
]

const python: readonly Mark[] = [
  {
    callee: /^(?:uvicorn|hypercorn|waitress|eventlet\.wsgi|gevent\.pywsgi)\.(?:run|serve|server)$/,
  },
  {
    callee:
      /^(?:\w+\.)*(?:FastAPI|Flask|Sanic|Quart|Starlette|Litestar|Robyn|APIFlask|Bottle|Dash)$/,
    sign: /(?:import|from)\s+(?:fastapi|flask|sanic|quart|starlette|litestar|robyn|apiflask|bottle|dash)\b/,
  },
  { callee: /(?:^|\.)execute_from_command_line$|^get_[aw]sgi_application$/ },
  { callee: /^(?:\w+\.)?Celery$/, sign: /celery/ },
  {
    callee: /^(?:web\.run_app|tornado\.web\.Application|web\.Application|falcon\.(?:asgi\.)?App)$/,
  },
  { callee: /^grpc\.(?:aio\.)?server$/ },
  { callee: /(?:^|\.)(?:ThreadingHTTPServer|HTTPServer|TCPServer)$/ },
  { callee: /(?:^|\.)launch$/, sign: /import gradio/ },
  { callee: /^st\.(?:title|set_page_config)$/, sign: /import streamlit/ },
  { callee: /(?:^|\.)(?:start_consuming|run_forever)$/, sign: /import (?:pika|aio_pika)/ },
  { callee: /^(?:dramatiq|arq|rq)\.(?:Worker|run_worker)$|^FastStream$/ },
]

const go: readonly Mark[] = [
  { callee: /(?:^|\.)ListenAndServe(?:TLS)?$/ },
  { callee: /^(?:gin|iris)\.(?:Default|New)$|^(?:echo|fiber)\.New$|^beego\.Run$|^web\.Run$/ },
  { callee: /\.Run(?:TLS)?$/, sign: /gin-gonic\/gin/ },
  { callee: /\.Start(?:TLS)?$/, sign: /labstack\/echo/ },
  { callee: /\.Listen(?:TLS)?$/, sign: /gofiber\/fiber|kataras\/iris/ },
  { callee: /^grpc\.NewServer$|^http\.Serve(?:TLS)?$|^net\.Listen$|^fasthttp\.ListenAndServe/ },
  { callee: /^server\.(?:Default|New|NewServer)$/, sign: /cloudwego\/hertz|kratos|go-micro/ },
  { callee: /^(?:kratos\.New|micro\.New(?:Service)?|rest\.MustNewServer|zrpc\.MustNewServer)$/ },
  { callee: /\.NewServer$/, sign: /kitex/ },
  { callee: /^(?:asynq\.NewServer|worker\.New|kafka\.NewReader)$/ },
]

const java: readonly Mark[] = [
  { callee: /(?:^|\.)SpringApplication(?:Builder)?(?:\.run)?$|^runApplication$/ },
  { callee: /^(?:Micronaut|Quarkus|ApplicationKt)\.(?:run|build)$|^Vertx\.vertx$/ },
  { callee: /^Javalin\.create$|^embeddedServer$|^(?:Netty)?ServerBuilder\.forPort$/ },
  {
    callee:
      /^HttpServer\.create$|^Spark\.port$|^RatpackServer\.start$|^Helidon|^WebServer\.(?:builder|create)$/,
  },
  { callee: /^Server$/, sign: /org\.eclipse\.jetty/ },
]

const rust: readonly Mark[] = [
  { callee: /^axum\.(?:serve|Server\.bind)$|^HttpServer\.new$|^actix_web\.HttpServer\.new$/ },
  {
    callee:
      /^rocket\.(?:build|ignite|custom)$|^warp\.serve$|^tide\.new$|^Iron\.new$|^gotham\.start$/,
  },
  { callee: /^(?:tonic\.transport\.)?Server\.(?:builder|bind|new)$|(?:^|\.)TcpListener\.bind$/ },
]

const csharp: readonly Mark[] = [
  { callee: /^WebApplication\.Create(?:Slim|Empty)?Builder$|^WebApplication\.Create$/ },
  { callee: /^(?:WebHost|Host)\.Create(?:Default|Application|Empty)?(?:Application)?Builder$/ },
]

const ruby: readonly Mark[] = [
  { callee: /^Rack\.(?:Handler|Server)/ },
  { callee: /^(?:Puma|Thin|WEBrick).*\.(?:new|start|run)$/ },
]

const php: readonly Mark[] = [
  { callee: /^(?:Swoole|OpenSwoole).*Server$|^Server$/, sign: /[Ss]woole/ },
]

const marks: Readonly<Record<string, readonly Mark[]>> = {
  javascript: scripts,
  typescript: scripts,
  python,
  go,
  java,
  kotlin: java,
  rust,
  csharp,
  ruby,
  php,
}

/** What the text says where no call does: a base class, an annotation, a file that a framework begins with. */
const texts: Readonly<Record<string, readonly (readonly [api: string, sign: RegExp])[]>> = {
  ruby: [
    ['Rails::Application', /<\s*(?:::)?Rails::Application\b/],
    ['Sinatra', /<\s*Sinatra::(?:Base|Application)\b|^require ['"]sinatra['"]/m],
  ],
  java: [
    ['@SpringBootApplication', /@SpringBootApplication\b/],
    ['@QuarkusMain', /@QuarkusMain\b/],
    ['Application', /extends\s+(?:io\.dropwizard\.)?Application<\w+>/],
  ],
  kotlin: [['@SpringBootApplication', /@SpringBootApplication\b/]],
  rust: [['#[launch]', /#\[(?:rocket::)?launch\]/]],
  php: [['index.php', /Kernel|->handleRequest\(|AppFactory::create|autoload_runtime/]],
}

const startsMax = 8
const portsMax = 4

/** A token without the quotes around it; nothing for a text with holes. */
const textOf = ({ kind, text, parts }: Token): string => {
  if (kind !== 'text') return text
  const only = parts?.length === 1 ? parts[0] : undefined
  return typeof only === 'string' ? only : ''
}

/** `3000`, `5_000`, `':8080'`, `'0.0.0.0:7000'`, `'[::]:50051'`. */
const portOf = (t: Token): number | undefined => {
  const text = textOf(t)
  const digits =
    t.kind === 'number'
      ? text.replaceAll('_', '')
      : t.kind === 'text'
        ? /^(?:(?:[\w.*-]*|\[[\da-f:]*\]):)?(\d{2,5})$/.exec(text)?.[1]
        : undefined
  return digits !== undefined && isPort(Number(digits)) ? Number(digits) : undefined
}

/** The numbers in the brackets of a call that may be ports: `listen(3000)`, `Run(":8080")`. */
const portsAt = (tokens: readonly Token[], at: number): number[] => {
  const out: number[] = []
  let depth = 0
  for (let i = at; i < tokens.length && i < at + 60; i++) {
    const t = tokens[i]!
    if (t.text === '(') depth++
    else if (t.text === ')' && --depth <= 0) break
    const port = portOf(t)
    if (port !== undefined) out.push(port)
  }
  return out
}

/** `const PORT = process.env.PORT || 3000`: a number on the line where a port is named. */
const namedPorts = (tokens: readonly Token[]): number[] => {
  const lines = new Set(
    tokens
      .filter((t) => /^(?:server_?|app_?|http_?|listen_?)?port$/i.test(textOf(t)))
      .map((t) => t.line),
  )
  return tokens.flatMap((t) => (lines.has(t.line) ? (portOf(t) ?? []) : []))
}

const isLaidOut = (path: string, lang: string): boolean =>
  lang !== 'php' || baseOf(path) === 'index.php'

/** Where Go's and Rust's programs begin; elsewhere any file may. */
const entryOf = ({ path, lang, tokens }: Parsed): Start | undefined => {
  if (lang !== 'go' && lang !== 'rust') return undefined
  // Rocket makes the `main` of what is marked so.
  const main = tokens.findIndex(
    (t, i) =>
      (t.text === 'main' && /^f(?:unc|n)$/.test(tokens[i - 1]?.text ?? '')) ||
      (t.text === 'launch' && /^(?:\[|::)$/.test(tokens[i - 1]?.text ?? '')),
  )
  if (main < 0) return undefined
  const isProgram =
    lang === 'go'
      ? tokens[0]?.text === 'package' && tokens[1]?.text === 'main'
      : /(?:^|\/)(?:main\.rs|src\/bin\/[^/]+\.rs)$/.test(path)
  const at = { path, line: tokens[main]!.line }
  return isProgram ? { kind: 'entry', api: 'main', ports: [], at } : undefined
}

/**
 * Where the programs of a file begin, and begin to take requests or jobs.
 *
 * @example startsOf(parsed) // [{ kind: 'server', api: 'app.listen', ports: [3000], at }]
 */
export const startsOf = (parsed: Parsed): Start[] => {
  const { path, lang, text, tokens, found } = parsed
  if (!isLaidOut(path, lang)) return []
  const entry = entryOf(parsed)
  const usable = (marks[lang] ?? []).filter((m) => m.sign === undefined || m.sign.test(text))
  const calls = found.calls.filter(({ node }) => usable.some((m) => m.callee.test(node.callee)))
  const named = calls.length > 0 ? namedPorts(tokens) : []
  const server = (api: string, line: number, ports: readonly number[]): Start => ({
    kind: 'server',
    api,
    ports: [...new Set(ports)].slice(0, portsMax),
    at: { path, line },
  })
  const called = calls.map(({ node, at }) => {
    const own = portsAt(tokens, at)
    return server(node.callee, node.line, own.length > 0 ? own : named)
  })
  const told = (texts[lang] ?? []).flatMap(([api, sign]) => {
    const at = text.search(sign)
    return at < 0 ? [] : [server(api, text.slice(0, at).split('\n').length, [])]
  })
  return [...(entry ? [entry] : []), ...called, ...told].slice(0, startsMax)
}
