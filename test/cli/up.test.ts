import assert from 'node:assert/strict'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withDemo } from '../demo/repository.ts'
import { makeRepository, snapshot } from '../repository.ts'
import { rtt } from './run.ts'

const own = (line: string): boolean => /\s\.\/(?:\.rtt|plans)\//.test(line)
const userFiles = (root: string): string =>
  snapshot(root)
    .split('\n')
    .filter((l) => !own(l))
    .join('\n')

test('OP-01 OP-02 rtt up wires the demo, verified, without touching a file of the user', async () => {
  await withDemo((root) => {
    const before = userFiles(root)
    const done = rtt(root, ['up'])
    assert.equal(done.exit, 0, done.stdout + done.stderr)
    for (const stage of ['scan', 'doctor', 'gen', 'plan', 'sign', 'apply', 'verify'])
      assert.match(done.stdout, new RegExp(`^  ${stage} `, 'm'))
    assert.match(done.stdout, /Wired in .*Look: rtt graph/)
    assert.ok(
      done.stdout.split('\n').every((l) => l.length <= 80),
      'no line is wider than 80 columns',
    )
    assert.equal(userFiles(root), before)
    assert.equal(rtt(root, ['verify']).exit, 0)
  })
})

test('SC-06 a second run on an unchanged tree writes nothing at all and says so', async () => {
  await withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    const before = snapshot(root)
    const times = new Map(
      readdirSync(root, { recursive: true, withFileTypes: true }).map((e) => [
        join(e.parentPath, e.name),
        statSync(join(e.parentPath, e.name)).mtimeMs,
      ]),
    )
    const again = rtt(root, ['up'])
    assert.equal(again.exit, 0)
    assert.match(again.stdout, /Nothing changed.*nothing written/)
    assert.equal(snapshot(root), before)
    for (const [path, time] of times)
      assert.equal(statSync(path).mtimeMs, time, `${path} was written`)
    const stages = rtt(root, ['up', '--json']).json()['stages'] as {
      name: string
      hit: boolean
      in: string
      out: string
    }[]
    assert.deepEqual(
      stages.filter((s) => !s.hit),
      [],
    )
    for (const s of stages) assert.match(`${s.in} ${s.out}`, /^[0-9a-f]{64} [0-9a-f]{64}$/)
  })
})

test('SC-06 rtt up --explain prints the stages with what went in and what came out', async () => {
  await withDemo((root) => {
    assert.match(
      rtt(root, ['up', '--explain']).stdout,
      /^ {2}scan +run +in [0-9a-f]{16} +out [0-9a-f]{16}$/m,
    )
    assert.match(
      rtt(root, ['up', '--explain']).stdout,
      /^ {2}scan +skip +in [0-9a-f]{16} +out [0-9a-f]{16}$/m,
    )
  })
})

test('PL-02 an unrelated function changes nothing under plans/ and adds no log entry', async () => {
  await withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    const plans = snapshot(join(root, 'plans'))
    const log = rtt(root, ['wal', 'log']).stdout
    const file = join(root, 'ledger/main.go')
    writeFileSync(
      file,
      `${readFileSync(file, 'utf8')}\nfunc unrelated(x int) int { return x + 1 }\n`,
    )
    const done = rtt(root, ['up'])
    assert.equal(done.exit, 0, done.stdout)
    assert.equal(snapshot(join(root, 'plans')), plans)
    assert.equal(rtt(root, ['wal', 'log']).stdout, log)
  })
})

test('PL-01 a change of the wiring is a new plan on the base of the old one, and rollback undoes it', async () => {
  await withDemo((root) => {
    const first = rtt(root, ['up', '--json']).json()['plan'] as string
    const file = join(root, 'docker-compose.yml')
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(
        'RISK_URL: http://risk:8082',
        'RISK_URL: http://ledger:8081',
      ),
    )
    const second = rtt(root, ['up', '--json']).json()['plan'] as string
    assert.notEqual(second, first)
    const body = JSON.parse(readFileSync(join(root, `plans/${second}.json`), 'utf8')) as {
      base: string
      steps: { op: string }[]
    }
    assert.equal(body.base, first)
    assert.deepEqual(body.steps.map((s) => s.op).sort(), ['add', 'remove'])
    assert.ok(existsSync(join(root, `plans/${first}.json`)), 'the old plan is kept')
    const back = rtt(root, ['rollback', '--json']).json()
    assert.equal(back['plan'], first)
    assert.match(rtt(root, ['status']).stdout, /older than the plan/)
  })
})

test('AP-06 applying the plan in force again says so and adds no entry', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    const before = snapshot(join(root, '.rtt'))
    const again = rtt(root, ['apply'])
    assert.equal(again.exit, 0)
    assert.match(again.stdout, /already active/)
    assert.equal(snapshot(join(root, '.rtt')), before)
  })
})

test('SG-02 a flipped byte in plan or envelope is exit 5, and nothing is applied', async () => {
  await withDemo((root) => {
    const plan = rtt(root, ['up', '--json']).json()['plan'] as string
    for (const file of [`plans/${plan}.json`, `.rtt/envelopes/${plan}.dsse.json`]) {
      const bytes = readFileSync(join(root, file))
      for (const at of [10, Math.floor(bytes.length / 2), bytes.length - 5]) {
        const flipped = Buffer.from(bytes)
        flipped[at] = flipped[at]! ^ 1
        writeFileSync(join(root, file), flipped)
        assert.equal(rtt(root, ['verify']).exit, 5, `${file} byte ${at}`)
      }
      writeFileSync(join(root, file), bytes)
    }
    assert.equal(rtt(root, ['verify']).exit, 0)
  })
})

test('SG-02 PL-15 an unsigned plan is never applied', async () => {
  await withDemo((root) => {
    rtt(root, ['init'])
    assert.equal(rtt(root, ['plan']).exit, 0)
    const done = rtt(root, ['apply', '--json'])
    assert.equal(done.exit, 5)
    assert.equal(done.json()['error'].code, 'RTT3002')
    assert.ok(!existsSync(join(root, '.rtt/current')))
    assert.equal(rtt(root, ['wal', 'log']).stdout, 'the log is empty\n')
    assert.equal(rtt(root, ['sign']).exit, 0)
    assert.equal(rtt(root, ['apply']).exit, 0)
  })
})

test('PL-15 a hand edit of what is in force is found', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    const wiring = join(root, '.rtt/gen/1/wiring.json')
    writeFileSync(wiring, readFileSync(wiring, 'utf8').replace('http', 'grpc'))
    const done = rtt(root, ['verify', '--json'])
    assert.equal(done.exit, 4)
    assert.ok(done.json()['checks'].some((c: { code?: string }) => c.code === 'RTT4005'))
  })
})

test('GN-05 a hand edit of a generated file is exit 4, and rtt gen mends it', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    const file = readdirSync(join(root, '.rtt/drivers'), {
      recursive: true,
      withFileTypes: true,
    }).find((e) => e.name.endsWith('.py'))!
    writeFileSync(
      join(file.parentPath, file.name),
      `${readFileSync(join(file.parentPath, file.name), 'utf8')}\n# mine\n`,
    )
    assert.equal(rtt(root, ['gen', '--check']).exit, 4)
    assert.equal(rtt(root, ['verify']).exit, 4)
    assert.equal(rtt(root, ['gen']).exit, 0)
    assert.equal(rtt(root, ['verify']).exit, 0)
  })
})

test('GN-03 a connector that was removed is named with the command that restores it', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    rmSync(join(root, '.rtt/drivers/ts'), { recursive: true })
    const done = rtt(root, ['gen', '--check'])
    assert.equal(done.exit, 4)
    assert.match(done.stdout, /RTT1101[\s\S]*\.rtt\/drivers\/ts\/[\s\S]* are\s+missing/)
    assert.match(done.stdout, /Run `rtt gen`/)
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.equal(rtt(root, ['gen', '--check']).exit, 0)
  })
})

test('GN-05 GN-06 a contract that changed makes the connectors stale, on an index that is scanned first', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    const file = join(root, 'protos/pricing.proto')
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('uint32 quantity = 2;', 'uint64 quantity = 2;'),
    )
    assert.equal(rtt(root, ['gen', '--check']).exit, 4)
    assert.match(rtt(root, ['gen']).stdout, /[1-9]\d* changed/)
    assert.equal(rtt(root, ['gen', '--check']).exit, 0)
  })
})

test('LY-02 LY-03 connectors, index and log lie where they should, and the head of the log is printed', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    assert.deepEqual(
      readdirSync(join(root, '.rtt/drivers'))
        .filter((n) => !n.endsWith('.json'))
        .sort(),
      ['py', 'ts'],
    )
    assert.ok(readdirSync(join(root, '.rtt/drivers/ts')).every((n) => /^[\w.-]{1,73}$/.test(n)))
    assert.ok(existsSync(join(root, '.rtt/index/symbols.index.json')))
    assert.match(rtt(root, ['wal', 'root']).stdout, /^[0-9a-f]{64} {2}size \d+\n$/)
  })
})

test('CN-01 the catalog can be deleted or damaged; the next scan rebuilds it to the same index', async () => {
  await withDemo((root) => {
    rtt(root, ['scan'])
    const index = readFileSync(join(root, '.rtt/index/symbols.index.json'), 'utf8')
    for (const spoil of [
      () => rmSync(join(root, '.rtt/index'), { recursive: true }),
      () => writeFileSync(join(root, '.rtt/index/catalog.db'), 'not a database'),
    ]) {
      spoil()
      utimesSync(join(root, 'ledger/main.go'), new Date(), new Date())
      writeFileSync(
        join(root, 'web/new.ts'),
        `export const now = ${Math.round(performance.now() * 1000)}\n`,
      )
      assert.equal(rtt(root, ['scan']).exit, 0)
      assert.equal(readFileSync(join(root, '.rtt/index/symbols.index.json'), 'utf8'), index)
    }
  })
})

test('SC-01 every row of the index has address, kind, language, place, contract and evidence', async () => {
  await withDemo((root) => {
    rtt(root, ['scan'])
    const rows = (
      JSON.parse(readFileSync(join(root, '.rtt/index/symbols.index.json'), 'utf8')) as {
        symbols: Record<string, unknown>[]
      }
    ).symbols
    assert.ok(rows.length >= 10)
    for (const r of rows) {
      assert.match(String(r['saddr']), /^rtt:\/\/shop\//)
      assert.match(String(r['evidence']), /^(?:manifest|ast|heuristic)$/)
      assert.ok(existsSync(join(root, String(r['file']))) && Number(r['line']) >= 1)
      assert.ok(
        'kind' in r &&
          'lang' in r &&
          (r['contract'] === null || /^[0-9a-f]{64}$/.test(String(r['contract']))),
      )
    }
    const index = readFileSync(join(root, '.rtt/index/symbols.index.json'))
    rtt(root, ['scan'])
    assert.ok(readFileSync(join(root, '.rtt/index/symbols.index.json')).equals(index))
  })
})

test('OP-01 an empty folder, and one without links, end well', () => {
  for (const files of [{}, { 'README.md': '# hello\n', 'src/a.py': 'print(1)\n' }]) {
    const r = makeRepository(files)
    try {
      const done = rtt(r.root, ['up'])
      assert.equal(done.exit, 0, done.stdout + done.stderr)
      assert.ok(!existsSync(join(r.root, 'plans')), 'no plan where there is nothing to lock')
    } finally {
      r.remove()
    }
  }
})

test('plans/ that is somebody else’s is left alone', async () => {
  await withDemo((root) => {
    mkdirSync(join(root, 'plans'))
    writeFileSync(join(root, 'plans/q3.md'), '# our plans\n')
    const done = rtt(root, ['up', '--json'])
    assert.equal(done.exit, 0)
    assert.deepEqual(readdirSync(join(root, 'plans')), ['q3.md'])
    assert.ok(existsSync(join(root, `.rtt/plans/${done.json()['plan']}.json`)))
  })
})

test('SC-04 a manifest that names no contract is an error with path and pointer; the rest is scanned', async () => {
  await withDemo((root) => {
    writeFileSync(
      join(root, 'pricing/rtt.manifest.json'),
      '{ "v": 1, "symbols": [\n  { "address": "rtt://shop/service/pricing@1.0.0",\n    "contract": "nowhere.proto#Pricing" } ] }\n',
    )
    const done = rtt(root, ['scan', '--json']).json()
    const d = done['diagnostics'].find((x: { code: string }) => x.code === 'RTT1011')
    assert.equal(d.at.path, 'pricing/rtt.manifest.json')
    assert.equal(d.at.line, 3)
    assert.match(d.summary, /\/symbols\/0\/contract/)
    assert.equal(done['services'].length, 6)
  })
})

test('a checkout 200 bytes deep works', async () => {
  await withDemo((root) => {
    const deep = join(root, 'd'.repeat(100), 'e'.repeat(100))
    cpSync(join(import.meta.dirname, '../../templates/demo'), deep, { recursive: true })
    mkdirSync(join(deep, '.git'))
    assert.equal(rtt(deep, ['up']).exit, 0)
  })
})

test('whatever of .rtt is deleted or cut, rtt up makes it again', async () => {
  const spoils: readonly ((root: string) => void)[] = [
    ...['gen', 'cas', 'current', 'envelopes', 'keys', 'index', 'cache', 'drivers', 'run'].map(
      (name) => (root: string) => rmSync(join(root, '.rtt', name), { recursive: true }),
    ),
    (root) => writeFileSync(join(root, '.rtt/gen/1/wiring.json'), 'x'),
    (root) => {
      // As a crash between the flip of `current` and COMMIT leaves it.
      const log = join(root, '.rtt/wal/0000000000000001.wal')
      writeFileSync(
        log,
        readFileSync(log, 'utf8')
          .split('\n')
          .slice(0, 3)
          .map((l) => `${l}\n`)
          .join(''),
      )
      rmSync(join(root, '.rtt/wal/CHECKPOINT'))
    },
  ]
  for (const [i, spoil] of spoils.entries()) {
    await withDemo((root) => {
      assert.equal(rtt(root, ['up']).exit, 0)
      spoil(root)
      const done = rtt(root, ['up'])
      assert.equal(done.exit, 0, `${i}: ${done.stdout}${done.stderr}`)
      assert.equal(rtt(root, ['verify']).exit, 0, String(i))
      assert.match(rtt(root, ['up']).stdout, /nothing written/)
    })
  }
})

test('plans/LATEST that a merge left undecided is named, and a plan is never made beside it', async () => {
  await withDemo((root) => {
    rtt(root, ['up'])
    writeFileSync(join(root, 'plans/LATEST'), '<<<<<<< ours\n')
    const done = rtt(root, ['up', '--json'])
    assert.equal(done.exit, 2)
    assert.match(done.stdout, /RTT6005/)
    assert.ok(!existsSync(join(root, '.rtt/plans')))
  })
})

test('a file named plans is somebody else’s', async () => {
  await withDemo((root) => {
    writeFileSync(join(root, 'plans'), 'for the weekend\n')
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.equal(readFileSync(join(root, 'plans'), 'utf8'), 'for the weekend\n')
    assert.ok(existsSync(join(root, '.rtt/plans/LATEST')))
  })
})

test('plans/dep.unify.json that a merge or a hand left as junk is written again by the next rtt up', async () => {
  await withDemo((root) => {
    assert.equal(rtt(root, ['up']).exit, 0)
    const path = join(root, 'plans/dep.unify.json')
    const whole = readFileSync(path, 'utf8')
    writeFileSync(path, `<<<<<<< ours\n${whole}\n=======\n{}\n>>>>>>> theirs\n`)
    assert.equal(rtt(root, ['up']).exit, 0)
    assert.equal(readFileSync(path, 'utf8'), whole)
  })
})
