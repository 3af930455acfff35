/** Why a template could not be evaluated any further; caught where the template was begun. */
export class Stop extends Error {
  readonly line: number | undefined

  constructor(message: string, line?: number) {
    super(message)
    this.line = line
  }
}

const stepsPerChart = 600_000
const stepsInAll = 12_000_000
/** Characters that count as much as one step. */
const charactersPerStep = 24

/** Steps that are left, for all charts of a repository and for the one that is being rendered. */
export type Budget = {
  /** Takes steps, or stops the template. */
  readonly spend: (steps: number) => void
  /** Takes what a text of that length costs, and hands the text on. */
  readonly text: (text: string) => string
  /** Gives the next chart its share. */
  readonly next: () => void
}

const textMax = 500_000

/** A budget that ends a chart which would run without end. */
export const newBudget = (): Budget => {
  let all = stepsInAll
  let own = stepsPerChart
  const spend = (steps: number) => {
    own -= steps
    all -= steps
    if (own < 0 || all < 0) throw new Stop('it takes more steps than RTT spends on a chart')
  }
  return {
    spend,
    text: (text) => {
      if (text.length > textMax) throw new Stop('it makes a text that is too long')
      spend(Math.ceil(text.length / charactersPerStep))
      return text
    },
    next: () => {
      own = stepsPerChart
    },
  }
}
