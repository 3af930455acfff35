import { type Code, codes } from '../../core/diag/codes.ts'
import { RttError } from '../../core/diag/error.ts'
import type { Context } from '../context.ts'
import type { Options, Report } from '../view.ts'

const find = (asked: string): Code | undefined => {
  const text = asked.toUpperCase()
  return (Object.keys(codes) as Code[]).find(
    (c) => c === text || c === `RTT${text}` || codes[c].slug === text,
  )
}

export const run = async (_context: Context, options: Options): Promise<Report> => {
  const asked = String(options['argument'])
  const code = find(asked)
  if (code === undefined)
    throw new RttError('RTT6001', `"${asked}" is not a diagnostic code`, {
      help: 'Codes look like RTT1002; they stand in brackets in every message.',
    })
  const { slug, severity, exit, title, help } = codes[code]
  return {
    command: 'explain',
    exit: 0,
    data: { code, slug, severity, exits: exit, title, help },
    text: ({ style }) =>
      [
        `${style.bold(code)}  ${slug}`,
        '',
        title,
        help,
        '',
        style.dim(`severity ${severity}; a command that stops for it exits with ${exit}`),
      ].join('\n'),
  }
}
