const lineEnds = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g

/** Text of a contract on one line, so that it can never leave the comment it stands in. */
export const oneLine = (text: string): string =>
  text.replace(lineEnds, ' ').replaceAll('*/', '* /').replaceAll('"""', "'''").replaceAll('\\', '/')

/** The lines, each indented. */
export const indent = (lines: readonly string[], by: string): readonly string[] =>
  lines.map((line) => (line === '' ? '' : by + line))
