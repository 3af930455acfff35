import type { Facts, Reader, SourceFile } from '../../core/model/facts.ts'
import { dialectOf } from '../code/dialect.ts'
import { tokenize } from '../code/lexer.ts'
import { scopeOf } from '../code/scope.ts'
import { chainOf, statementsOf } from './aspire/chain.ts'
import { ApplicationModel } from './aspire/model.ts'

const textMax = 400_000

const read = ({ path, text }: SourceFile): Facts => {
  const dialect = dialectOf(path)
  if (
    dialect === undefined ||
    text.length > textMax ||
    !text.includes('DistributedApplication.CreateBuilder') ||
    scopeOf(path) === 'test'
  )
    return {}
  const tokens = tokenize(text, dialect)
  const mayBranch = tokens.some((t) => /^(?:if|switch|else|\?)$/.test(t.text))
  const model = new ApplicationModel(path, mayBranch)
  for (const statement of statementsOf(tokens)) {
    const chain = chainOf(statement)
    if (chain) model.add(chain)
    else model.constant(statement)
  }
  return model.units.length === 0 ? {} : { units: model.units, bindings: model.bindings }
}

/** The application model of an Aspire AppHost: what it starts, and which addresses it gives to whom. */
export const aspireReader: Reader = {
  id: 'aspire',
  version: 2,
  read,
  accepts: (path) => /(?:^|\/)(?:Program|AppHost|[\w.]*AppHost[\w.]*)\.cs$/i.test(path),
}
