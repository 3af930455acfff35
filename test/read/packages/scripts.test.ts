import assert from 'node:assert/strict'
import { test } from 'node:test'
import { npmReader } from '../../../src/read/packages/npm.ts'

const read = (scripts: unknown) =>
  npmReader.read({ path: 'web/package.json', text: JSON.stringify({ name: 'web', scripts }) })

/** `dev next 3001`: the script, its program, its port. */
const startsOf = (scripts: unknown): string[] =>
  (read(scripts).packages?.[0]?.starts ?? []).map((s) =>
    [s.script, s.program, ...(s.port === undefined ? [] : [s.port])].join(' '),
  )

const cases: readonly (readonly [command: string, starts: readonly string[]])[] = [
  ['next dev', ['next']],
  ['next dev -p 3001', ['next 3001']],
  ['vite --port=5174', ['vite 5174']],
  ['PORT=3002 react-scripts start', ['react-scripts 3002']],
  ['cross-env NODE_ENV=production PORT=3003 node server.js', ['node 3003']],
  ['npx --yes vite', ['vite']],
  ['./node_modules/.bin/next dev', ['next']],
  ['dotenv -e .env.local -- next dev', ['next']],
  ['yarn dev -- --port 3005', ['dev 3005']],
  ['yarn dev --', ['dev']],
  ['tsc && node dist/main.js', ['tsc', 'node']],
  ['tsc -w & vite | cat; echo', ['tsc', 'vite', 'cat', 'echo']],
  ['vite --portal 3000', ['vite']],
  ['vite --port $PORT', ['vite']],
  ['vite --port 99999', ['vite']],
  ['', []],
  ['  &&  ', []],
]

for (const [command, starts] of cases)
  test(`a script starts a package: ${JSON.stringify(command)}`, () => {
    assert.deepEqual(
      startsOf({ dev: command }),
      starts.map((s) => `dev ${s}`),
    )
  })

test('only scripts that are called so start a package', () => {
  const names = ['start', 'start:prod', 'dev-api', 'serve', 'starter', 'build', 'test', 'prestart']
  assert.deepEqual(startsOf(Object.fromEntries(names.map((n) => [n, 'vite']))), [
    'start vite',
    'start:prod vite',
    'dev-api vite',
    'serve vite',
  ])
  for (const scripts of [[], 'vite', { start: 1 }, { start: ['vite'] }, null])
    assert.deepEqual(startsOf(scripts), [], JSON.stringify(scripts))
})

test('SC-05 of a command nothing is kept but its program and its port', () => {
  const secrets = ['hunter2', 'tok-abc', 'me:pw@db', 'x-key-9']
  const facts = read({
    start: `API_KEY=${secrets[0]} node server.js --token ${secrets[1]} --db=postgres://${secrets[2]}/x`,
    dev: `cross-env TOKEN=${secrets[3]} vite --port 4000 && curl -H ${secrets[1]} http://${secrets[2]}`,
    'serve:all': `TOKEN="a ${secrets[0]} b" node x.js && echo 'c; ${secrets[1]}' "d ${secrets[3]}`,
    'serve:some': `TOKEN=$(cat ${secrets[0]} x) KEY=a\\ ${secrets[1]} KEY='e ${secrets[3]} vite`,
    deploy: `push ${secrets[0]}`,
  })
  assert.deepEqual(
    facts.packages![0]!.starts!.map((s) => [s.script, s.program, s.port]).slice(0, 3),
    [
      ['start', 'node', undefined],
      ['dev', 'vite', 4000],
      ['dev', 'curl', 4000],
    ],
  )
  for (const secret of secrets) assert.ok(!JSON.stringify(facts).includes(secret), secret)
})

test('a command without end is read as far as it can mean something, and in time', () => {
  const started = process.hrtime.bigint()
  assert.ok(startsOf({ start: `vite ${'&& x '.repeat(200_000)}` }).length <= 401)
  startsOf({ start: ' '.repeat(1_000_000) })
  assert.ok(Number(process.hrtime.bigint() - started) / 1e6 < 3000)
})
