import { init } from '../../app/init.ts'
import { scan } from '../../app/scan.ts'
import { openStages } from '../../app/stages.ts'
import { RttError } from '../../core/diag/error.ts'
import { graphOf, mermaid } from '../../core/graph/graph.ts'
import type { Context } from '../context.ts'
import type { Options, Report } from '../view.ts'

export const run = async ({ space, task }: Context, options: Options): Promise<Report> => {
  const format = options['format'] ?? 'mermaid'
  if (format !== 'mermaid' && format !== 'json')
    throw new RttError('RTT6001', `"${String(format)}" is not a format of graphs`, {
      help: 'Write --format mermaid or --format json.',
    })
  init(space)
  const stages = openStages(space.durable)
  const result = await (await scan(space, stages, task)).load()
  stages.save()
  const graph = graphOf(result)
  return {
    command: 'graph',
    exit: 0,
    data: { ...graph },
    text: () => (format === 'json' ? JSON.stringify(graph, null, 2) : mermaid(graph)),
  }
}
