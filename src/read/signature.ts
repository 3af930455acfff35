/** Raise it whenever `core/link` would answer differently. */
export const linkerVersion = 3

/**
 * Ids and versions of all readers and of the linker, in one text: part of every key of the scan. Kept
 * apart from the readers, so that a run with nothing to do need not load them; a test holds it to them.
 */
export const readersSignature =
  'agents@1 apache@1 aspire@1 asyncapi@1 caddy@1 code@2 compose@1 config@1 dockerfile@1 dotenv@1 dotnet@1 envoy@1 graphql@1 haproxy@1 jsonschema@1 kubernetes@2 link@3 manifest@1 mcp@1 nginx@1 openapi@1 packages/cargo@1 packages/gomod@1 packages/gowork@1 packages/maven@1 packages/npm@1 packages/pnpm@1 packages/pyproject@1 packages/requirements@1 procfile@1 proto@1 shell@1 skaffold@1 systemd@1'
