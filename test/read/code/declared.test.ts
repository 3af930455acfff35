import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Expression } from '../../../src/core/model/expression.ts'
import { codeReader } from '../../../src/read/code/reader.ts'

const show = (e: Expression): string => {
  if (e.kind === 'literal') return e.value
  if (e.kind === 'env') return e.fallback ? `$${e.key}=${show(e.fallback)}` : `$${e.key}`
  return e.kind === 'concat' ? e.parts.map(show).join('+') : '?'
}

const text = `package x;
@FeignClient(name = "vets", url = "\${vets.url:http://user:pw@vets:8080}", path = "/api")
interface Vets {
  @GetMapping("/vets/{id}") Vet vet(@PathVariable("id") int id);
}
@FeignClient("owners")
interface Owners { @RequestMapping(method = RequestMethod.POST, value = "/owners") void add(Owner o); }
@FeignClient(name = "\${target}")
interface Any {}
@Client("/relative")
interface Relative {}
@FeignClient("impl")
class NotAnInterface {}`

test('interfaces of clients call whom their annotations name', () => {
  const { endpoints, operations } = codeReader.read({ path: 'src/A.java', text }).code![0]!
  const calls = endpoints
    .filter((e) => e.api.startsWith('@'))
    .map((e) => `${e.at.line}:${e.verb ?? ''} ${show(e.address)}`)
  assert.deepEqual(calls, [
    '2: $VETS_URL=http://vets:8080',
    '4:GET $VETS_URL=http://vets:8080+/api/vets/{}',
    '6: http://owners',
    '7:POST http://owners/owners',
    '8: $TARGET',
  ])
  assert.equal(operations, undefined)
})
