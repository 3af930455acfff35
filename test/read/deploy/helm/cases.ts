/** The values that the cases are rendered with. */
export const values = `
name: shop
port: 8080
ratio: 0.5
empty: ""
enabled: true
list: [b, a, b]
map: { w: 2, x: { z: one } }
env:
  - name: A
    value: "1"
text: "two\\nlines\\n"
tpl: '{{ .Values.name }}-{{ .Release.Name }}'
nothing: null
`

/** Templates and what Helm 3.22 prints for them, in a chart and a release that are both called `demo`. */
export const cases: readonly (readonly [template: string, printed: string])[] = [
  ['{{ .Values.name }}:{{ .Values.port }}', 'shop:8080'],
  ['{{ .Values.missing }}|{{ .Values.map.missing }}|', '||'],
  ['{{ .Release.Name }}/{{ .Chart.Name }}/{{ .Release.Service }}', 'demo/demo/Helm'],
  ['a {{- /* no */ -}} b', 'ab'],
  ['a {{ "x" -}}  \n b', 'a xb'],
  ['{{ if .Values.enabled }}yes{{ else }}no{{ end }}', 'yes'],
  ['{{ if .Values.empty }}1{{ else if .Values.port }}2{{ else }}3{{ end }}', '2'],
  ['{{ if and .Values.enabled (not .Values.empty) }}both{{ end }}', 'both'],
  ['{{ if or .Values.empty .Values.nothing }}x{{ else }}none{{ end }}', 'none'],
  ['{{ range .Values.list }}<{{ . }}>{{ end }}', '<b><a><b>'],
  ['{{ range $i, $v := .Values.list }}{{ $i }}{{ $v }} {{ end }}', '0b 1a 2b '],
  ['{{ range $k, $v := .Values.map }}{{ $k }},{{ end }}', 'w,x,'],
  ['{{ range .Values.none }}x{{ else }}empty{{ end }}', 'empty'],
  ['{{ range .Values.list }}{{ if eq . "a" }}{{ break }}{{ end }}{{ . }}{{ end }}', 'b'],
  ['{{ range until 4 }}{{ if eq (mod . 2) 0 }}{{ continue }}{{ end }}{{ . }}{{ end }}', '13'],
  ['{{ with .Values.map }}{{ .w }}{{ $.Values.name }}{{ end }}', '2shop'],
  ['{{ with .Values.none }}x{{ else }}y{{ end }}', 'y'],
  ['{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ end }}{{ $x }}', '2'],
  ['{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ end }}{{ $x }}', '1'],
  ['{{ (.Values.none).deep }}|', '|'],
  ['{{ index .Values.map "x" "z" }}{{ index .Values.list 1 }}', 'onea'],
  ['{{ .Values.missing | default "d" }}{{ default "e" .Values.empty }}', 'de'],
  ['{{ coalesce .Values.empty .Values.none "c" }}', 'c'],
  ['{{ ternary "t" "f" .Values.enabled }}', 't'],
  ['{{ .Values.name | quote }} {{ .Values.name | squote }}', '"shop" \'shop\''],
  ['{{ printf "%s-%d-%05d-%q-%v" .Values.name 7 42 "q" true }}', 'shop-7-00042-"q"-true'],
  ['{{ print .Values.name "-" .Values.port }}', 'shop-8080'],
  ['{{ .Values.name | upper | trunc 3 | lower }}', 'sho'],
  ['{{ "abcdef" | trunc -2 }}', 'ef'],
  ['{{ "a-b-" | trimSuffix "-" }}{{ "xxa" | trimPrefix "x" }}', 'a-bxa'],
  ['{{ "--a--" | trimAll "-" }}', 'a'],
  ['{{ "a.b.c" | replace "." "-" }}', 'a-b-c'],
  ['{{ contains "ho" .Values.name }} {{ hasPrefix "sh" .Values.name }}', 'true true'],
  ['{{ join "," .Values.list }} {{ .Values.list | uniq | sortAlpha | join "+" }}', 'b,a,b a+b'],
  ['{{ splitList "," "a,b" | last }}{{ (split "," "c,d")._1 }}', 'bd'],
  ['{{ toYaml .Values.env }}', '- name: A\n  value: "1"'],
  ['x:\n{{- toYaml .Values.map | nindent 2 }}', 'x:\n  w: 2\n  x:\n    z: one'],
  ['{{ "a\\nb" | indent 2 }}', '  a\n  b'],
  ['{{ toJson .Values.map }}', '{"w":2,"x":{"z":"one"}}'],
  ['{{ (fromYaml "a: 1").a }}{{ (fromJson "{\\"b\\":[2]}").b | first }}', '12'],
  ['{{ dict "a" 1 "b" "c" | toJson }}', '{"a":1,"b":"c"}'],
  ['{{ list 1 2 | toJson }}{{ concat (list 1) (list 2) | len }}', '[1,2]2'],
  [
    '{{ hasKey .Values.map "w" }}{{ has "a" .Values.list }}{{ empty .Values.none }}',
    'truetruetrue',
  ],
  [
    '{{ get .Values.map "w" }}{{ dig "x" "z" "d" .Values.map }}{{ dig "q" "d" .Values.map }}',
    '2oned',
  ],
  ['{{ $m := dict }}{{ $_ := set $m "k" "v" }}{{ $m.k }}', 'v'],
  ['{{ merge (dict "a" 1) (dict "a" 2 "b" 3) | toJson }}', '{"a":1,"b":3}'],
  ['{{ mergeOverwrite (dict "a" 1) (dict "a" 2) | toJson }}', '{"a":2}'],
  ['{{ omit (dict "a" 1 "b" 2) "a" | toJson }}{{ keys (dict "k" 1) | first }}', '{"b":2}k'],
  ['{{ add 1 2 3 }} {{ sub 5 2 }} {{ mul 2 3 }} {{ div 7 2 }} {{ max 1 9 4 }}', '6 3 6 3 9'],
  ['{{ int "12" }}{{ int64 3.9 }}{{ toString 5 }}{{ .Values.ratio }}', '12350.5'],
  ['{{ lt 1 2 }}{{ ge 2 2 }}{{ eq "a" "b" "a" }}{{ ne 1 2 }}', 'truetruetruetrue'],
  ['{{ "x" | b64enc }}{{ "eA==" | b64dec }}', 'eA==x'],
  ['{{ sha256sum "a" | trunc 8 }}', 'ca978112'],
  ['{{ tpl .Values.tpl . }}', 'shop-demo'],
  [
    '{{ kindOf .Values.list }}{{ kindIs "map" .Values.map }}{{ typeOf .Values.name }}',
    'slicetruestring',
  ],
  ['{{ regexReplaceAll "[^a-z]+" "a1b22c" "-" }}{{ regexMatch "^s" .Values.name }}', 'a-b-ctrue'],
  ['{{ semverCompare ">=1.19-0" .Capabilities.KubeVersion.GitVersion }}', 'true'],
  ['{{ .Capabilities.APIVersions.Has "networking.k8s.io/v1" }}', 'true'],
  ['{{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}', 'false'],
  ['{{ include "full" . }}{{ template "full" . }}', 'demo-shopdemo-shop'],
  ['{{ include "full" (dict "Release" (dict "Name" "r") "Values" .Values) }}', 'r-shop'],
  ['{{ lookup "v1" "Secret" "ns" "x" | empty }}', 'true'],
  ['{{ "a" | cat "b" }}{{ nospace " c d " }}{{ title "ab cd" }}', 'b acdAb Cd'],
  ['{{ range $p := untilStep 0 6 3 }}{{ $p }}{{ end }}{{ seq 1 3 }}', '031 2 3'],
]

/** A helper that the cases include. */
export const helpers = '{{- define "full" -}}{{ .Release.Name }}-{{ .Values.name }}{{- end -}}'
