import { parseYaml, type Yaml } from '../../yaml/document.ts'

const parametersMax = 200
const usesMax = 2000

/**
 * An OpenShift Template with its parameters filled in, where they have a value: `${NAME}`. Lines stay
 * what they are.
 */
export const fillParameters = (text: string): string => {
  if (!/^kind:\s*["']?Template\b/m.test(text) || !text.includes('${')) return text
  const values = new Map(
    parseYaml({ path: '', text })
      .roots.flatMap((r): readonly Yaml[] => r.get('parameters').items())
      .slice(0, parametersMax)
      .flatMap((p) => {
        const name = p.get('name').text
        const value = p.get('value').text
        return name === undefined || value === undefined || value.includes('\n')
          ? []
          : [[name, value] as const]
      }),
  )
  let uses = 0
  return text.replace(/\$\{\{?([A-Z][A-Z0-9_]*)\}?\}/g, (hole, name: string) =>
    ++uses > usesMax ? hole : (values.get(name) ?? hole),
  )
}
