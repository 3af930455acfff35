import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { cargoReader } from '../../../src/read/packages/cargo.ts'
import { complaints, told } from './told.ts'

const read = (text: string) => cargoReader.read({ path: 'core/Cargo.toml', text })

describe('Cargo.toml', () => {
  it('tells dependencies of every kind with their places', () => {
    const facts = read(`[package]
name = "shop-core"
version = "0.4.0"
[dependencies]
serde = { version = "1.0", features = ["derive"] }
rand = "0.8"
tokio.workspace = true
own = { path = "../own" }
fork = { git = "https://me:pw@host/fork", branch = "x" }
any = {}
rng = { package = "rand_core", version = "0.6" }
both = { path = "both", version = "0.1" }
[dependencies.log]
features = []
version = "0.4"
[dev-dependencies]
proptest = "1"
[build-dependencies]
cc = "1.0.79"
[target.'cfg(unix)'.dependencies]
libc = "0.2"
[target."x86_64-pc-windows-msvc".dev-dependencies]
winapi = "0.3"
[[bin]]
name = "shop"
[[bin]]
name = "shopctl"
path = "ctl.rs"
`)
    assert.deepEqual(complaints(facts), [])
    assert.deepEqual(told(facts), [
      'dependencies.serde 1.0 @5:21-26',
      'dependencies.rand 0.8 @6:8-13',
      'dependencies.tokio workspace = true @7:19-23',
      'dependencies.own path = "../own" @8:16-24',
      'dependencies.fork git = "https://host/fork" @9:16-41',
      'dependencies.any * @10:7-9',
      'dependencies.rand_core 0.6 @11:42-47',
      'dependencies.both 0.1 @12:35-40',
      'dependencies.log 0.4 @15:11-16',
      'dev-dependencies.proptest 1 @17:12-15',
      'build-dependencies.cc 1.0.79 @19:6-14',
      'target.cfg(unix).dependencies.libc 0.2 @21:8-13 if cfg(unix)',
      'target.x86_64-pc-windows-msvc.dev-dependencies.winapi 0.3 @23:10-15 if x86_64-pc-windows-msvc',
    ])
    const { name, version, bins, workspaces, dependencies } = facts.packages![0]!
    assert.deepEqual(
      { name, version, bins, workspaces },
      { name: 'shop-core', version: '0.4.0', bins: ['shop', 'shopctl'], workspaces: [] },
    )
    assert.equal(dependencies.find((d) => d.name === 'rand_core')?.alias, 'rng')
  })

  it('tells the members and the shared ranges of a workspace', () => {
    const facts = read(`[workspace]
members = ["crates/*", "tools/x"]
exclude = ["crates/old"]
[workspace.package]
version = "1.0.0"
[workspace.dependencies]
serde = "1.0.190"
[package]
name = "root"
version.workspace = true
[dependencies]
near = { path = "near" }
far = { path = "../far" }
`)
    const { name, version, workspaces } = facts.packages![0]!
    assert.deepEqual(complaints(facts), [])
    assert.deepEqual(
      { name, version, workspaces },
      {
        name: 'root',
        version: undefined,
        workspaces: ['crates/*', 'tools/x', 'near', '!crates/old'],
      },
    )
    assert.ok(told(facts).includes('workspace.dependencies.serde 1.0.190 @7:9-18'))
  })

  it('reports wrong types at their lines and reads the rest', () => {
    const facts = read(`[package]
name = "x"
version = 1
[dependencies]
a = 1
b = { version = 2 }
c = "3"
[dev-dependencies]
d = ["1"]
[workspace]
members = "crates/*"
`)
    assert.deepEqual(complaints(facts).toSorted(), [
      'RTT1014 11: workspace.members must be a list, and is a string',
      'RTT1014 3: "version" must be a string, and is a number',
      'RTT1014 5: a dependency in dependencies must be an object, and is a number',
      'RTT1014 6: "version" must be a string, and is a number',
      'RTT1014 9: a dependency in dev-dependencies must be an object, and is a list',
    ])
    assert.deepEqual(told(facts), ['dependencies.c 3 @7:5-8'])
  })

  it('reports a broken file at its line', () => {
    const facts = read('[package]\nname = "x"\n[package]\n')
    assert.deepEqual(facts.packages, [])
    assert.deepEqual([facts.diagnostics![0]!.code, facts.diagnostics![0]!.at!.line], ['RTT1002', 3])
  })
})
