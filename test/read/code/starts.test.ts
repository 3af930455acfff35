import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codeReader } from '../../../src/read/code/reader.ts'

/** `server app.listen 3000 @2`: where a file begins something, at a glance. */
const startsOf = (path: string, text: string): string[] =>
  (codeReader.read({ path, text }).code ?? [])
    .flatMap((c) => c.starts ?? [])
    .map((s) => [s.kind, s.api, ...s.ports, `@${s.at.line}`].join(' '))

const cases: readonly (readonly [path: string, text: string, starts: readonly string[]])[] = [
  // The name of the call alone says too little: the library has to be named.
  ['a.ts', "import x from 'express'\nx().listen(3000)\n", ['server .listen 3000 @2']],
  ['a.ts', 'emitter.listen(3000)\n', []],
  [
    'a.ts',
    "import http from 'node:http'\nconst PORT = process.env.PORT || 4000\n\nserver.listen(PORT)\n",
    ['server server.listen 4000 @4'],
  ],
  [
    'a.ts',
    "import fastify from 'fastify'\napp.listen({ port: 5_000, host: '0.0.0.0' })\nretry(9999)\n",
    ['server app.listen 5000 @2'],
  ],
  ['a.ts', 'NestFactory.create(AppModule)\n', ['server NestFactory.create @1']],
  [
    'a.ts',
    "import { NestFactory } from '@nestjs/core'\nawait app.listen(3001)\n",
    ['server app.listen 3001 @2'],
  ],
  [
    'a.go',
    'package a\nimport "github.com/gin-gonic/gin"\nfunc s(r *gin.Engine) {\n\tr.Run(":8081")\n}\n',
    ['server r.Run 8081 @4'],
  ],
  ['a.ts', "import { Worker } from 'bullmq'\nnew Worker('mail', f)\n", ['server Worker @2']],
  ['a.ts', "new Worker('./thread.js')\n", []],
  ['a.py', 'import uvicorn\nuvicorn.run(app, port=8001)\n', ['server uvicorn.run 8001 @2']],
  ['a.py', 'from flask import Flask\napp = Flask(__name__)\n', ['server Flask @2']],
  ['a.py', 'app = Flask(__name__)\n', []],
  [
    'manage.py',
    'import django\nexecute_from_command_line(argv)\n',
    ['server execute_from_command_line @2'],
  ],
  [
    'cmd/web/main.go',
    'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.ListenAndServe(":8080", nil)\n}\n',
    ['entry main @5', 'server http.ListenAndServe 8080 @6'],
  ],
  // A library of Go has no beginning, whatever its functions are called.
  ['web/web.go', 'package web\n\nfunc main() {}\n', []],
  [
    'src/main.rs',
    'fn main() {\n    let l = TcpListener::bind("0.0.0.0:7000").await;\n}\n',
    ['entry main @1', 'server TcpListener.bind 7000 @2'],
  ],
  ['src/bin/job.rs', 'fn main() {}\n', ['entry main @1']],
  ['src/lib.rs', 'fn main() {}\n', []],
  [
    'A.java',
    'package a;\n@SpringBootApplication\nclass A {\n  void m() { SpringApplication.run(A.class); }\n}\n',
    ['server SpringApplication.run @4', 'server @SpringBootApplication @2'],
  ],
  ['A.kt', '\n\n@SpringBootApplication\nclass A\n', ['server @SpringBootApplication @3']],
  [
    'P.cs',
    'var b = WebApplication.CreateBuilder(args);\n',
    ['server WebApplication.CreateBuilder @1'],
  ],
  [
    'config/application.rb',
    'class A < Rails::Application\nend\n',
    ['server Rails::Application @1'],
  ],
  ['public/index.php', '<?php\n$app = AppFactory::create();\n', ['server index.php @2']],
  // Only the file that a web server is pointed at begins a program of PHP.
  ['src/app.php', '<?php\n$app = AppFactory::create();\n', []],
]

for (const [path, text, starts] of cases)
  test(`programs begin: ${path} ${text.trim().split('\n').at(-1)}`, () => {
    assert.deepEqual(startsOf(path, text), starts)
  })

test('of a file no more than a few beginnings and ports are kept', () => {
  const line = 'http.ListenAndServe(":2001", ":2002", ":2003", ":2004", ":2005", ":2001")\n'
  const starts = startsOf('a.go', `package web\n\nfunc f() {\n${line.repeat(50)}}\n`)
  assert.equal(starts.length, 8)
  assert.equal(starts[0], 'server http.ListenAndServe 2001 2002 2003 2004 @4')
})

test('what is no port is none', () => {
  const text = (port: string) => `package web\n\nfunc f() {\n\tgrpc.NewServer(${port})\n}\n`
  for (const port of ['"0.0.0.0"', '70000', '0', '":99999"', '"name"'])
    assert.deepEqual(startsOf('a.go', text(port)), ['server grpc.NewServer @4'], port)
})
