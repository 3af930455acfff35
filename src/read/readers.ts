import type { Reader } from '../core/model/facts.ts'
import { codeReader } from './code/reader.ts'
import { composeReader } from './deploy/compose.ts'
import { dockerfileReader } from './deploy/dockerfile.ts'
import { dotenvReader } from './deploy/dotenv.ts'
import { kubernetesReader } from './deploy/kubernetes.ts'
import { nginxReader } from './deploy/nginx.ts'
import { shellReader } from './deploy/shell.ts'
import { skaffoldReader } from './deploy/skaffold.ts'
import { jsonSchemaReader } from './jsonschema.ts'
import { manifestReader } from './manifest.ts'
import { openApiReader } from './openapi.ts'
import { packageReaders } from './packages/all.ts'
import { protoReader } from './proto/reader.ts'

/** Every reader that a scan asks, by id. */
export const readers: readonly Reader[] = [
  codeReader,
  composeReader,
  dockerfileReader,
  dotenvReader,
  kubernetesReader,
  manifestReader,
  nginxReader,
  protoReader,
  shellReader,
  skaffoldReader,
  openApiReader,
  jsonSchemaReader,
  ...packageReaders,
]
