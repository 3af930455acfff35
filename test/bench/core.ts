/** `npm run bench:core`: the pure parts that every run goes through, in operations a second. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Bench } from 'tinybench'
import { canonicalize } from '../../src/core/json/canonical.ts'
import type { Route } from '../../src/core/model/route.ts'
import { parseSaddr } from '../../src/core/model/saddr.ts'
import { orderRoutes } from '../../src/core/plan/order.ts'
import { codeReader } from '../../src/read/code/reader.ts'
import { parseYaml } from '../../src/read/yaml/document.ts'

const demo = join(import.meta.dirname, '../../templates/demo')
const read = (path: string): { path: string; text: string } => ({
  path,
  text: readFileSync(join(demo, path), 'utf8'),
})
const server = read('web/src/server.ts')
const compose = read('docker-compose.yml')
const routes = Array.from(
  { length: 1000 },
  (_, i): Route => ({
    from: `rtt://t/service/s${i % 100}#p${i}`,
    to: `rtt://t/service/s${(i * 7 + 1) % 100}`,
    rung: 'observed',
    class: 'http',
    lanes: ['native(http)'],
    contract: null,
  }),
)

const bench = new Bench({ time: 500 })
  .add('canonical JSON of 1,000 routes', () => void canonicalize(routes))
  .add('order of 1,000 routes', () => void orderRoutes(routes))
  .add(
    'an address, parsed',
    () => void parseSaddr('rtt://shop/service/cart@1.2.3#redis?caps=a,b&io=req'),
  )
  .add(`source of ${server.text.length} characters, read`, () => void codeReader.read(server))
  .add(`YAML of ${compose.text.length} characters, parsed`, () => void parseYaml(compose))

await bench.run()
console.table(bench.table())
