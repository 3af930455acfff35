/**
 * Ids and versions of all readers and of the linker, in one word: part of every key of the scan. Kept
 * apart from the readers, so that a run with nothing to do need not load them; a test holds it to them.
 */
export const readersSignature =
  'cargo@1 code@1 compose@1 dockerfile@1 dotenv@1 gomod@1 jsonschema@1 kubernetes@1 link@1 manifest@1 maven@1 nginx@1 npm@1 openapi@1 proto@1 pyproject@1 requirements@1 shell@1 skaffold@1'
