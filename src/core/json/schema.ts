import { config } from 'zod'

// A command checks each document once: compiling a checker of each schema costs more than it ever saves, and an
// interpreter needs no code made from strings.
config({ jitless: true })

/** Zod, set up for documents that are checked once. */
export * from 'zod'
