import type { Reader } from '../core/model/facts.ts'
import { agentsReader } from './agents/reader.ts'
import { asyncApiReader } from './asyncapi.ts'
import { markupReader } from './code/markup.ts'
import { codeReader } from './code/reader.ts'
import { configReader } from './config/reader.ts'
import { apacheReader } from './deploy/apache.ts'
import { aspireReader } from './deploy/aspire.ts'
import { caddyReader } from './deploy/caddy.ts'
import { composeReader } from './deploy/compose.ts'
import { dockerfileReader } from './deploy/dockerfile.ts'
import { dotenvReader } from './deploy/dotenv.ts'
import { dotnetReader } from './deploy/dotnet.ts'
import { envoyReader } from './deploy/envoy.ts'
import { haproxyReader } from './deploy/haproxy.ts'
import { kubernetesReader } from './deploy/kubernetes.ts'
import { nginxReader } from './deploy/nginx.ts'
import { procfileReader } from './deploy/procfile.ts'
import { shellReader } from './deploy/shell.ts'
import { skaffoldReader } from './deploy/skaffold.ts'
import { supervisorReader } from './deploy/supervisor.ts'
import { systemdReader } from './deploy/systemd.ts'
import { graphqlReader } from './graphql.ts'
import { jsonSchemaReader } from './jsonschema.ts'
import { manifestReader } from './manifest.ts'
import { mcpReader } from './mcp/reader.ts'
import { toolListReader } from './mcp/toollist.ts'
import { openApiReader } from './openapi.ts'
import { packageReaders } from './packages/all.ts'
import { protoReader } from './proto/reader.ts'

/** Every reader that a scan asks, by id. */
export const readers: readonly Reader[] = [
  agentsReader,
  apacheReader,
  aspireReader,
  caddyReader,
  codeReader,
  composeReader,
  configReader,
  dockerfileReader,
  dotenvReader,
  dotnetReader,
  envoyReader,
  haproxyReader,
  kubernetesReader,
  manifestReader,
  markupReader,
  mcpReader,
  nginxReader,
  procfileReader,
  protoReader,
  shellReader,
  skaffoldReader,
  supervisorReader,
  systemdReader,
  toolListReader,
  openApiReader,
  asyncApiReader,
  graphqlReader,
  jsonSchemaReader,
  ...packageReaders,
]
