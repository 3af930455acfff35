import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { protoReader } from '../../../src/read/proto/reader.ts'
import { needsProtobuf, protobufPython } from '../../vectors/python.ts'

const p3 = 'syntax = "proto3";\n'
const ed = 'edition = "2023";\n'

/** Each source with the line and column of its one fault. */
const faults: Readonly<Record<string, readonly [string, number, number]>> = {
  'missing semicolon': [`${p3}message A { string a = 1 }`, 2, 26],
  'missing brace': [`${p3}message A {\n  string a = 1;\n`, 4, 1],
  'missing number': [`${p3}message A { string a; }`, 2, 21],
  'missing name': [`${p3}message A { string = 1; }`, 2, 20],
  'missing message name': [`${p3}message { }`, 2, 9],
  'a number as a name': [`${p3}message A { string 1a = 1; }`, 2, 21],
  'unknown statement': [`${p3}struct A {}`, 2, 1],
  'unknown syntax': ['syntax = "proto4";', 1, 10],
  'two packages': [`${p3}package a;\npackage b;`, 3, 1],
  'unclosed string': [`${p3}import "a`, 2, 10],
  'string over two lines': [`${p3}import "a\n";`, 2, 10],
  'unknown escape': [`${p3}option java_package = "a\\q";`, 2, 25],
  'unclosed comment': [`${p3}/* never`, 2, 1],
  'octal with nine': [`${p3}message A { string a = 09; }`, 2, 24],
  'hex without digits': [`${p3}message A { string a = 0x; }`, 2, 26],
  'two points': [`${p3}message A { option (a) = 1.2.3; }`, 2, 29],
  'exponent without digits': [`${p3}message A { option (a) = 1e; }`, 2, 28],
  'stray character': [`${p3}message A { string é = 1; }`, 2, 20],
  'number zero': [`${p3}message A { string a = 0; }`, 2, 24],
  'number too large': [`${p3}message A { string a = 536870912; }`, 2, 24],
  'number of protobuf': [`${p3}message A { string a = 19500; }`, 2, 24],
  'number beyond 64 bits': [`${p3}message A { string a = 99999999999999999999; }`, 2, 24],
  'required in proto3': [`${p3}message A { required string a = 1; }`, 2, 13],
  'label in a oneof': [`${p3}message A { oneof o { optional string a = 1; } }`, 2, 23],
  'map in a oneof': [`${p3}message A { oneof o { map<string, string> a = 1; } }`, 2, 23],
  'label of a map': [`${p3}message A { repeated map<string, string> a = 1; }`, 2, 22],
  'no label in proto2': ['message A { string a = 1; }', 1, 13],
  'option without value': [`${p3}option java_package = ;`, 2, 23],
  'unclosed aggregate': [`${p3}option (a) = { b { };`, 2, 22],
  'negative name': [`${p3}option (a) = -b;`, 2, 15],
  'unclosed brackets': [`${p3}message A { string a = 1 [deprecated = true; }`, 2, 44],
  'service without rpc': [`${p3}service S { method A(B); }`, 2, 13],
  'rpc without returns': [`${p3}message B {}\nservice S { rpc A(B); }`, 3, 21],
  'rpc without parentheses': [`${p3}message B {}\nservice S { rpc A B returns (B); }`, 3, 19],
  'enum value without number': [`${p3}enum E { A; }`, 2, 11],
  'enum value too large': [`${p3}enum E { A = 2147483648; }`, 2, 14],
  'reserved nothing': [`${p3}message A { reserved ; }`, 2, 22],
  'reserved name without quotes': [`${p3}message A { reserved a; }`, 2, 22],
  'reserved name with quotes': [`${ed}message A { reserved "a"; }`, 2, 22],
  'group in an edition': [`${ed}message A { group B = 1 { } }`, 2, 13],
  'group in lower case': ['message A { optional group b = 1 { } }', 1, 28],
  'default in proto3': [`${p3}message A { int32 a = 1 [default = 1]; }`, 2, 36],
  'boolean option with a word': [`${p3}message A { repeated int32 a = 1 [packed = yes]; }`, 2, 44],
  'map with a real key': [`${p3}message A { map<float, string> a = 1; }`, 2, 17],
  'field number twice': [`${p3}message A { string a = 1; string b = 1; }`, 2, 34],
  'name twice': [`${p3}message A { string a = 1; string a = 2; }`, 2, 34],
  'message twice': [`${p3}message A { }\nmessage A { }`, 3, 9],
  'enum value of two enums': [`${p3}enum E { Z = 0; }\nenum F { Z = 0; }`, 3, 10],
  'empty enum': [`${p3}enum E { }`, 2, 6],
  'empty oneof': [`${p3}message A { oneof o { } }`, 2, 19],
  'first value not zero': [`${p3}enum E { A = 1; }`, 2, 10],
  'alias not allowed': [`${p3}enum E { A = 0; B = 0; }`, 2, 17],
  'reserved number used': [`${p3}message A { reserved 1; string a = 1; }`, 2, 32],
  'reserved name used': [`${p3}message A { reserved "a"; string a = 1; }`, 2, 34],
  'default of another type': ['message A { optional int32 a = 1 [default = "x"]; }', 1, 45],
}

/** Here protoc points at another part of the same statement, or has a softer rule. */
const elsewhereInProtoc = new Set([
  'alias not allowed',
  'empty oneof',
  'field number twice',
  'first value not zero',
  'label of a map',
  'map in a oneof',
  'map with a real key',
  'negative name',
  'number of protobuf',
  'octal with nine',
  'required in proto3',
  'reserved number used',
  'unclosed comment',
  'unknown escape',
])

const read = (text: string) => protoReader.read({ path: 'a.proto', text })

for (const [name, [text, line, column]] of Object.entries(faults))
  test(`one diagnostic at the exact place: ${name}`, () => {
    const facts = read(text)
    assert.equal(facts.diagnostics?.length, 1)
    const [found] = facts.diagnostics
    assert.equal(found!.code, 'RTT1002')
    assert.deepEqual(found!.at, { path: 'a.proto', line, column })
    assert.deepEqual(facts.contracts, [])
    assert.equal(facts.protoFiles?.[0]?.broken, true)
  })

test('protoc finds the same faults, at the same places', needsProtobuf, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'rtt-faults-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const names = Object.keys(faults)
  const fileOf = (name: string): string => `${name.replaceAll(' ', '_')}.proto`
  for (const name of names) writeFileSync(join(folder, fileOf(name)), faults[name]![0])
  const script = join(import.meta.dirname, 'faults.py')
  const out = execFileSync(protobufPython, [script, folder, ...names.map(fileOf)])
  const places: Record<string, [number, number] | null> = JSON.parse(out.toString())
  for (const name of names) {
    const [, line, column] = faults[name]!
    const place = places[fileOf(name)]
    if (!elsewhereInProtoc.has(name)) assert.deepEqual(place, [line, column], name)
    else assert.notDeepEqual(place, [line, column], `${name} is not different any more`)
  }
})
