import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeReader } from '../../../src/read/code/reader.ts'

const importsOf = (path: string, text: string): string[] =>
  (codeReader.read({ path, text }).code![0]!.imports ?? []).map(
    (i) => `${i.at.line}:${i.specifier}`,
  )

const rows: readonly (readonly [string, string, readonly string[]])[] = [
  [
    'a.ts',
    `import x, { type Y } from '@shop/prices'
import './side.js'
export * from './all'
const z = require("z")
const l = await import('lazy')
const n = await import(name)
from.import('no')
import type { T } from '@shop/prices'`,
    ['1:@shop/prices', '2:./side.js', '3:./all', '4:z', '5:lazy'],
  ],
  [
    'a.py',
    `import os, app.settings as s
from app.core import config
from . import sibling
from .near import thing
x = "from nowhere import y"`,
    ['1:os', '1:app.settings', '2:app.core', '3:.sibling', '4:.near'],
  ],
  [
    'a.go',
    'package a\nimport (\n\t"fmt"\n\tpb "example.com/gen/pb"\n)\nimport "os"',
    ['3:fmt', '4:example.com/gen/pb', '6:os'],
  ],
  [
    'A.java',
    'package a;\nimport com.shop.Prices;\nimport static com.shop.Names.*;',
    ['2:com.shop.Prices', '3:com.shop.Names'],
  ],
  ['a.kt', 'import com.shop.Prices\nval x = 1', ['1:com.shop.Prices']],
  [
    'a.rs',
    'use prices::api::{Client, Error};\nuse crate::config;\npub use serde;',
    ['1:prices', '2:crate::config', '3:serde'],
  ],
  [
    'A.cs',
    'using System.Text;\nusing Json = Shop.Json;\nclass A { void F() { using var x = Open(); using (x) { } } }',
    ['1:System.Text', '2:Shop.Json'],
  ],
  ['a.rb', "require 'json'\nrequire_relative 'lib/a'", ['1:json', '2:./lib/a']],
]

for (const [path, text, expected] of rows)
  test(`imports of ${path}`, () => assert.deepEqual(importsOf(path, text), expected))
