import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeReader } from '../../../src/read/code/reader.ts'

const branchesOf = (path: string, text: string): string[] =>
  (codeReader.read({ path, text }).code ?? [])
    .flatMap((c) => c.branches ?? [])
    .map((b) => `${b.word} ${b.from}-${b.to}`)

const cases: readonly (readonly [path: string, text: string, branches: readonly string[]])[] = [
  [
    'main.go',
    'package main\nfunc main() {\n\tswitch os.Args[1] {\n\tcase "web", "api":\n\t\tserve()\n\tcase "worker":\n\t\twork()\n\tdefault:\n\t\tfail()\n\t}\n}\n',
    ['web 4-5', 'api 4-5', 'worker 6-7'],
  ],
  [
    'main.ts',
    "switch (process.argv[2]) {\n  case 'web': {\n    serve()\n    break\n  }\n  case 'job':\n    run()\n}\n",
    ['web 2-5', 'job 6-8'],
  ],
  // A switch in a branch is part of it; one over anything else says nothing of the command line.
  [
    'main.go',
    'package main\nfunc main() {\n\tswitch os.Args[1] {\n\tcase "web":\n\t\tswitch mode {\n\t\tcase "fast":\n\t\t\trun()\n\t\t}\n\t\tserve()\n\t}\n}\n',
    ['fast 6-8', 'web 4-10'],
  ],
  ['a.go', 'package a\nfunc f(s string) {\n\tswitch s {\n\tcase "web":\n\t}\n}\n', []],
  [
    'main.go',
    'package main\nfunc main() { _ = os.Args; switch x { case 1: f(); case a: g() } }\n',
    [],
  ],
]

for (const [i, [path, text, branches]] of cases.entries())
  test(`parts of a program for one word of its command line, ${i}`, () => {
    assert.deepEqual(branchesOf(path, text), branches)
  })
