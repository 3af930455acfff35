import assert from 'node:assert/strict'
import { test } from 'node:test'
import { normalPath } from '../../../src/read/code/operations/path.ts'
import { codeReader } from '../../../src/read/code/reader.ts'

const rows: readonly (readonly [string, string | undefined])[] = [
  ['', '/'],
  ['users//:id/', '/users/{}'],
  ['/a/:b(\\d+)?/c', '/a/{}/c'],
  ['/a/<int:b>/<path:c>', '/a/{}/{*}'],
  ['/a/{b:[0-9]{2,3}}', '/a/{}'],
  ['/a/{b...}', '/a/{*}'],
  ['/a/{$}', '/a'],
  ['/a/{*rest}', '/a/{*}'],
  ['/a/*/b', '/a/{}/b'],
  ['/a/*', '/a/{*}'],
  ['/a/:rest*', '/a/{*}'],
  ['/a/report-{id}.json', '/a/report-{}.json'],
  ['/a?b=c', '/a'],
  ['https://other/a', undefined],
  ['/a b', undefined],
  ['/'.padEnd(400, 'x'), undefined],
]

for (const [raw, expected] of rows)
  test(`the path ${raw.slice(0, 40)}`, () => assert.equal(normalPath(raw), expected))

// a hundred times what it takes; quadratic work would take more
const millisecondsMax = 20_000

const hostile: readonly (readonly [string, string])[] = [
  ['a.js', `const express = require('express')\n${"app.get('/x', f)\n".repeat(8000)}`],
  ['b.js', `${"app.use('/x', app.use(\n".repeat(4000)}`],
  [
    'c.go',
    `package a\nimport "github.com/go-chi/chi"\n${'r.Route("/x", func(r chi.Router) {\n'.repeat(3000)}`,
  ],
  ['d.java', `${'@GetMapping("/x")\n'.repeat(8000)}${'class A {\n'.repeat(2000)}`],
  ['e.py', `from fastapi import x\n${'@app.route("/x")\nclass A:\n  pass\n'.repeat(4000)}`],
  ['f.rb', `x.routes.draw do\n${'scope :a do\n'.repeat(8000)}`],
  ['g.php', `<?php\n${'#[Route("/x"\n'.repeat(8000)}`],
  ['h.rs', `use axum;\n${'Router::new().nest("/x",\n'.repeat(4000)}`],
]

for (const [path, text] of hostile)
  test(`a hostile ${path} is read in bounded time`, () => {
    const start = performance.now()
    const { operations } = codeReader.read({ path, text }).code![0]!
    assert.ok((operations ?? []).length <= 2000)
    assert.ok(performance.now() - start < millisecondsMax)
  })
