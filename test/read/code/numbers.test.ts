import assert from 'node:assert/strict'
import { test } from 'node:test'
import { portsIn } from '../../../src/read/code/numbers.ts'
import { codeReader } from '../../../src/read/code/reader.ts'

const rows: readonly (readonly [string, readonly number[]])[] = [
  ['app.listen(8080)', [8080]],
  ['run(":7070"); wait(500)', [7070]],
  ['const port = Number(process.env.PORT ?? "3000")', [3000]],
  ['serve(80, 81.5, 99999, 1_234)', [80, 1234]],
  ['const a = 7', []],
]
for (const [text, expected] of rows)
  test(`numbers of ${text}`, () => {
    const { code } = codeReader.read({ path: 'a.ts', text })
    assert.deepEqual(code?.[0]?.numbers ?? [], expected)
  })

test('numbers in a text are whole words', () => {
  assert.deepEqual(portsIn('--port=9000 -b 0.0.0.0:8000 v1.2080 123456'), [9000, 8000])
})
