/**
 * Schemas that expand without end. Thrown inside the conversion only; `convert` turns it into a
 * value.
 */
export class ExpansionFault extends Error {}

export const expansionFault = (): never => {
  throw new ExpansionFault('schemas expand without end')
}
