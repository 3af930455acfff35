import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Expression } from '../../../src/core/model/expression.ts'
import { codeReader } from '../../../src/read/code/reader.ts'

const show = (e: Expression): string => {
  if (e.kind === 'literal') return JSON.stringify(e.value)
  if (e.kind === 'env') return e.fallback ? `${e.key}=${show(e.fallback)}` : e.key
  if (e.kind === 'concat') return e.parts.map(show).join('+')
  return e.kind === 'either' ? e.of.map(show).join('|') : e.kind === 'name' ? e.name : '?'
}

const readsOf = (path: string, text: string): string[] =>
  codeReader
    .read({ path, text })
    .code!.flatMap((c) => c.reads)
    .map((r) => `${r.at.line}:${r.fallback ? `${r.key}=${show(r.fallback)}` : r.key}`)
    .sort()

const rows: readonly (readonly [string, string, readonly string[]])[] = [
  ['a.js', "const a = process.env.HOST || 'web'", ['1:HOST="web"']],
  ['a.js', "const a = process.env['HOST'] ?? 'web'", ['1:HOST="web"']],
  ['a.js', "f(process.env.HOST ? process.env.HOST : 'web')", ['1:HOST="web"']],
  ['a.ts', 'const a: string = process.env.HOST!', ['1:HOST']],
  ['a.ts', 'const a = import.meta.env.VITE_API as string', ['1:VITE_API']],
  ['a.ts', "const a = Deno.env.get('HOST') ?? 'web'", ['1:HOST="web"']],
  [
    'a.ts',
    "function env(key: string, other: string) { return process.env[key] ?? other }\nconst a = env('HOST', 'web')",
    ['2:HOST="web"'],
  ],
  [
    'a.ts',
    "const { HOST = 'web', PORT: port, B } = process.env",
    ['1:B', '1:HOST="web"', '1:PORT'],
  ],
  ['a.js', '// process.env.HOST\n/* process.env.HOST */\nconst s = "process.env.HOST"', []],
  ['a.js', 'const r = /process.env.HOST/\nconst a = process.env.PORT', ['2:PORT']],
  ['a.jsx', "const a = <p>it's process</p>\nconst b = process.env.HOST", ['2:HOST']],
  ['a.py', "import os\na = os.getenv('HOST', 'web')", ['2:HOST="web"']],
  ['a.py', "a = os.environ['HOST']\nb = os.environ.get('PORT')", ['1:HOST', '2:PORT']],
  ['a.py', "a = environ.get('HOST') or 'web'", ['1:HOST="web"']],
  ['a.py', "a = os.getenv('HOST', default='web')", ['1:HOST="web"']],
  ['a.py', '"""\nos.getenv("DOC")\n"""\na = f"http://{os.getenv(\'HOST\')}:80"', ['4:HOST']],
  ['a.py', "def need(name):\n    return os.environ[name]\n\na = need('HOST')", ['4:HOST']],
  ['a.go', 'package a\nvar a = os.Getenv("HOST")', ['2:HOST']],
  [
    'a.go',
    'package a\nfunc f() {\n\th, ok := os.LookupEnv("HOST")\n\tif !ok {\n\t\th = "web"\n\t}\n}',
    ['3:HOST="web"'],
  ],
  [
    'a.go',
    'package a\nfunc get(k, d string) string {\n\tif v := os.Getenv(k); v != "" {\n\t\treturn v\n\t}\n\treturn d\n}\nvar a = get("HOST", "web")',
    ['8:HOST="web"'],
  ],
  [
    'a.go',
    'package a\nfunc need(to *string, key string) {\n\t*to = os.Getenv(key)\n}\nfunc f() { need(&c.addr, "HOST") }',
    ['5:HOST'],
  ],
  [
    'A.java',
    'class A { String a = System.getenv("HOST") == null ? "web" : System.getenv("HOST"); }',
    ['1:HOST="web"'],
  ],
  [
    'A.java',
    'class A { @Value("${CART_URL:http://cart}") String a; }',
    ['1:CART_URL="http://cart"'],
  ],
  [
    'a.rs',
    'fn f() { let a = env::var("HOST").unwrap_or_else(|_| "web".to_string()); }',
    ['1:HOST="web"'],
  ],
  [
    'a.rs',
    'fn f() { let a = std::env::var("HOST").unwrap_or("web".into()); let b = env::var("PORT")?; }',
    ['1:HOST="web"', '1:PORT'],
  ],
  [
    'a.cs',
    'var a = Configuration["REDIS_ADDR"]; var b = Environment.GetEnvironmentVariable("HOST") ?? "web";',
    ['1:HOST="web"', '1:REDIS_ADDR'],
  ],
  ['a.php', "<?php $a = getenv('HOST') ?: 'web'; $b = $_ENV['PORT'];", ['1:HOST="web"', '1:PORT']],
  // What a request brings stands in the same table as the environment.
  [
    'a.php',
    "<?php $a = $_SERVER['DB_HOST']; $b = $_SERVER['REQUEST_URI'] . $_SERVER['HTTP_HOST'] . $_SERVER['REMOTE_ADDR'] . $_SERVER['HTTPS']; $c = $_ENV['HTTP_HOST'];",
    ['1:DB_HOST', '1:HTTP_HOST'],
  ],
  [
    'a.rb',
    "a = ENV.fetch('HOST', 'web')\nb = ENV['PORT'] || '80'",
    ['1:HOST="web"', '2:PORT="80"'],
  ],
  ['a.kt', 'val a = System.getenv("HOST") ?: "web"', ['1:HOST="web"']],
]
for (const [path, text, expected] of rows) {
  test(`${path}: ${text.replaceAll('\n', ' ').slice(0, 70)}`, () =>
    assert.deepEqual(readsOf(path, text), expected))
}

test('the default of a variable that is named like a secret is never kept', () => {
  const facts = JSON.stringify(
    codeReader.read({
      path: 'a.py',
      text: "a = os.getenv('DB_PASSWORD', 'iloveit')\nb = 'postgres://me:hunter2@db/x?sslkey=abc'\n",
    }),
  )
  assert.doesNotMatch(
    JSON.stringify(
      codeReader.read({ path: 'a.js', text: "const t = process.env.TOKEN || 'iloveit'" }),
    ),
    /iloveit/,
  )
  assert.doesNotMatch(facts, /iloveit|hunter2|sslkey/)
  assert.match(facts, /postgres:\/\/db\/x/)
})
