/** Where a use case says how far it is. Goes to stderr or nowhere, never to stdout. */
export type Progress = {
  readonly step: (stage: string, done: number, total: number) => void
  readonly end: () => void
}

export const silent: Progress = { step: () => {}, end: () => {} }
