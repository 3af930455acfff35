/** Raise it whenever `core/link` would answer differently. */
export const linkerVersion = 41

/**
 * Ids and versions of all readers and of the linker, in one text: part of every key of the scan. Kept
 * apart from the readers, so that a run with nothing to do need not load them; a test holds it to them.
 */
export const readersSignature =
  'agents@2 apache@1 aspire@2 asyncapi@1 caddy@1 code@17 compose@6 config@7 dockerfile@3 dotenv@3 dotnet@1 envoy@1 graphql@2 haproxy@1 jsonschema@1 kubernetes@2 link@41 manifest@1 markup@1 mcp@4 nginx@1 openapi@1 packages/cargo@2 packages/gomod@2 packages/gowork@2 packages/maven@2 packages/npm@3 packages/pnpm@1 packages/pyproject@2 packages/requirements@1 procfile@4 proto@1 shell@1 skaffold@1 supervisor@1 systemd@3 toollist@1'
