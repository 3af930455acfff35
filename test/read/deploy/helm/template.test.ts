import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newBudget } from '../../../../src/read/deploy/helm/budget.ts'
import { readCharts } from '../../../../src/read/deploy/helm/chart.ts'
import { startChart } from '../../../../src/read/deploy/helm/instance.ts'
import { renderChart } from '../../../../src/read/deploy/helm/render.ts'
import { deploy, problems } from '../../../deployments.ts'
import { cases, helpers, values } from './cases.ts'

/** Renders one template in a chart called demo. */
const render = (template: string, more: Readonly<Record<string, string>> = {}) => {
  const files = {
    'Chart.yaml': 'name: demo\nversion: 1.0.0\n',
    'values.yaml': values,
    'templates/_helpers.tpl': helpers,
    'templates/a.yaml': template,
    ...more,
  }
  const { charts } = readCharts(Object.entries(files).map(([path, text]) => ({ path, text })))
  const budget = newBudget()
  const { instance } = startChart(charts.get('')!, charts, budget)
  const { rendered, diagnostics } = renderChart(instance, budget)
  return { made: rendered.find((r) => r.path === 'templates/a.yaml')!, diagnostics }
}

test('templates print what Helm prints', () => {
  for (const [template, printed] of cases) {
    const { made, diagnostics } = render(template)
    assert.equal(made.text, printed, template)
    assert.deepEqual(diagnostics, [], template)
  }
})

test('each line that is printed knows the line of the template', () => {
  const { made } = render(
    'a: 1\n{{- if .Values.enabled }}\nb:\n  {{- toYaml .Values.env | nindent 2 }}\n{{- end }}\nc: {{ .Values.name }}\n',
  )
  assert.equal(made.text, 'a: 1\nb:\n  - name: A\n    value: "1"\nc: shop\n')
  assert.deepEqual(
    made.places.slice(0, 5).map((p) => p.line),
    [1, 3, 4, 4, 6],
  )
})

test('what cannot be known is left open and said once, at its line', () => {
  const hole = '\ufdd0'
  for (const [template, printed, why] of [
    ['x\n{{ nosuch 1 }}', `x\n${hole}`, /2 .*does not know the function nosuch/],
    ['{{ required "set it" .Values.none }}', hole, /1 .*requires a value/],
    ['{{ .Values.none.deeper }}', hole, /1 .*\.deeper is asked of what is not set/],
    ['{{ if nosuch }}a{{ else }}b{{ end }}', '', /1 .*nosuch/],
    ['{{ include "nobody" . }}', hole, /1 .*no template is named nobody/],
    ['{{ .Files.Get "anywhere.xyz" }}', hole, undefined],
    ['{{ randAlphaNum 8 | quote }}', `"${hole}"`, undefined],
    ['{{ if .Values.enabled }}', '', /no end/],
    ['{{ "open }}', '', /no end/],
    ['{{ .Values.enabled | }}', '', /not understood/],
  ] as const) {
    const { made, diagnostics } = render(template)
    assert.equal(made?.text ?? '', printed, template)
    const said = diagnostics.map((d) => `${d.at?.line} ${d.summary}`)
    if (why === undefined) assert.deepEqual(said, [], template)
    else assert.match(said.join('\n'), why)
    assert.ok(diagnostics.length <= 1)
  }
})

test('a template that would run without end is stopped, and the others are read', () => {
  const big =
    '{{ range until 4000 }}{{ range until 4000 }}{{ range until 4000 }}x{{ end }}{{ end }}{{ end }}'
  const grow = `{{ $x := "aaaaaaaaaa" }}${'{{ $x = print $x $x $x $x }}'.repeat(40)}{{ $x }}`
  const share = `{{ $x := list 1 }}${'{{ $x = list $x $x }}'.repeat(40)}{{ toYaml $x }}{{ $x }}`
  const loop = '{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}'
  const self = '{{ $d := dict }}{{ $_ := set $d "d" $d }}{{ toYaml $d }}{{ deepCopy $d | toJson }}'
  const deep = `{{ ${'('.repeat(5000)}1${')'.repeat(5000)} }}`
  const nested = '{{ if true }}'.repeat(5000)
  const slow = '{{ regexMatch "(a+)+$" "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" }}'
  for (const [i, template] of [big, grow, share, loop, self, deep, nested, slow].entries()) {
    const started = process.hrtime.bigint()
    const facts = deploy({
      'c/Chart.yaml': 'name: c\n',
      'c/templates/a.yaml': `kind: X\n${template}`,
      'c/templates/_helper.tpl': '',
      'd/Chart.yaml': 'name: d\n',
      'd/templates/b.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: { name: {{ .Chart.Name }} }\n',
    })
    assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 1500, `${i} took too long`)
    assert.deepEqual(
      facts.units?.map((u) => u.name),
      ['d'],
    )
    assert.ok(problems(facts).every((p) => /^RTT1015 c\/templates\/a.yaml:\d+ /.test(p)))
  }
})

test('any text is answered with text or a diagnostic', () => {
  const piece = fc.constantFrom(
    '{{',
    '}}',
    '{{-',
    '-}}',
    ' ',
    '\n',
    'if',
    'else',
    'end',
    'range',
    'with',
    'define',
    '"a"',
    '`',
    "'",
    '.',
    '.Values',
    '$',
    '$x',
    ':=',
    '=',
    '|',
    '(',
    ')',
    ',',
    '1',
    'toYaml',
    'include',
    'index',
    'printf',
    '%d',
    '/*',
    '*/',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (parts) => {
      render(parts.join(''))
      render(`{{ ${parts.join(' ')} }}`)
    }),
    { numRuns: 1500 },
  )
})
