import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { npmReader } from '../../../src/read/packages/npm.ts'
import { complaints, told } from './told.ts'

const read = (text: string, path = 'apps/web/package.json') => npmReader.read({ path, text })

describe('package.json', () => {
  it('accepts package.json at any depth and nothing else', () => {
    assert.equal(npmReader.accepts('package.json'), true)
    assert.equal(npmReader.accepts('a/b/package.json'), true)
    assert.equal(npmReader.accepts('package-lock.json'), false)
    assert.equal(npmReader.accepts('package.json/x'), false)
  })

  it('tells every dependency with its place', () => {
    const facts = read(`{
  "name": "@shop/web",
  "version": "1.2.0",
  "bin": { "web": "./web.js", "webctl": "ctl.js" },
  "dependencies": { "react": "^18.2.0", "@shop/api": "workspace:*" },
  "devDependencies": {
    "left-pad": "npm:@x/pad@^1", "lib": "file:../lib"
  },
  "peerDependencies": { "vue": "catalog:" },
  "optionalDependencies": { "fsevents": "github:a/b#semver:^2" }
}`)
    assert.deepEqual(complaints(facts), [])
    assert.deepEqual(told(facts), [
      'dependencies.react ^18.2.0 @5:30-39',
      'dependencies.@shop/api workspace:* @5:54-67',
      'devDependencies.left-pad npm:@x/pad@^1 @7:17-32',
      'devDependencies.lib file:../lib @7:41-54',
      'peerDependencies.vue catalog: @9:32-42',
      'optionalDependencies.fsevents github:a/b#semver:^2 @10:41-63',
    ])
    const { name, version, dir, bins, isUnnamed, at } = facts.packages![0]!
    assert.deepEqual(
      { name, version, dir, bins, isUnnamed, line: at.line },
      {
        name: '@shop/web',
        version: '1.2.0',
        dir: 'apps/web',
        bins: ['web', 'webctl'],
        isUnnamed: undefined,
        line: 2,
      },
    )
  })

  it('takes the name of one command from the package', () => {
    assert.deepEqual(read('{"name":"@a/tool","bin":"x.js"}').packages![0]!.bins, ['tool'])
  })

  it('knows workspaces as a list and as an object', () => {
    const globs = ['packages/*', '!packages/old']
    const list = read(JSON.stringify({ workspaces: globs }))
    const object = read(JSON.stringify({ workspaces: { packages: globs, nohoist: ['x'] } }))
    assert.deepEqual(list.packages![0]!.workspaces, globs)
    assert.deepEqual(object.packages![0]!.workspaces, globs)
  })

  it('names a package without a name after its folder', () => {
    const inFolder = read('{}').packages![0]!
    const atRoot = read('{}', 'package.json').packages![0]!
    assert.deepEqual([inFolder.name, inFolder.isUnnamed], ['apps/web', true])
    assert.deepEqual([atRoot.name, atRoot.isUnnamed], ['local', true])
  })

  it('reports wrong types at their lines and reads the rest', () => {
    const facts = read(`{
  "name": "x",
  "version": 1,
  "private": "true",
  "dependencies": [],
  "devDependencies": {
    "a": "^1",
    "b": 2,
    "c": null
  },
  "workspaces": "packages/*",
  "bin": 3,
  "peerDependencies": "none"
}`)
    assert.deepEqual(complaints(facts), [
      'RTT1014 4: "private" must be true or false, and is a string',
      'RTT1014 3: "version" must be a string, and is a number',
      'RTT1014 5: "dependencies" must be an object, and is a list',
      'RTT1014 8: a range in "devDependencies" must be a string, and is a number',
      'RTT1014 9: a range in "devDependencies" must be a string, and is null',
      'RTT1014 13: "peerDependencies" must be an object, and is a string',
      'RTT1014 11: "workspaces" must be a list, and is a string',
      'RTT1014 12: "bin" must be an object, and is a number',
    ])
    assert.deepEqual(told(facts), ['devDependencies.a ^1 @7:10-14'])
  })

  it('reports a broken file at its line', () => {
    const facts = read('{\n  "name": "x",\n  "version": \n}')
    assert.deepEqual(facts.packages, undefined)
    assert.deepEqual(complaints(facts), ['RTT1002 4: this JSON cannot be parsed: ValueExpected'])
    assert.equal(read('').diagnostics![0]!.code, 'RTT1002')
    assert.equal(read('{"a":1} // no').diagnostics![0]!.code, 'RTT1002')
    assert.equal(read('[]').diagnostics![0]!.code, 'RTT1014')
    assert.deepEqual(read('[]').packages, [])
  })

  it('passes over a byte order mark without moving the columns', () => {
    assert.deepEqual(told(read('\uFEFF{"dependencies":{"a":"1"}}')), ['dependencies.a 1 @1:23-26'])
  })

  it('takes the last of two members of one name, as npm does', () => {
    const facts = read('{"dependencies":{"a":"1"},\n"dependencies":{"b":"2"}}')
    assert.deepEqual(told(facts), ['dependencies.b 2 @2:21-24'])
  })

  it('keeps nothing that is hostile', () => {
    const facts = read(
      JSON.stringify({
        dependencies: {
          ['n'.repeat(513)]: '1',
          long: '1'.repeat(513),
          'esc\u001b[31m': '1',
          '': '1',
          __proto__x: '1',
        },
      }).replace('__proto__x', '__proto__'),
    )
    assert.deepEqual(
      facts.packages![0]!.dependencies.map((d) => d.name),
      ['__proto__'],
    )
    assert.deepEqual(
      facts.diagnostics!.map((d) => d.code),
      ['RTT1014', 'RTT1014', 'RTT1014', 'RTT1014'],
    )
    assert.equal(read('{"name":"\\ud800"}').diagnostics![0]!.code, 'RTT1014')
    assert.equal(read('['.repeat(100_000)).diagnostics![0]!.code, 'RTT1013')
  })

  it('never keeps user info or a query of a URL', () => {
    const facts = read(
      '{"dependencies":{"a":"git+https://me:token@host/x.git#v1","b":"https://h/p?key=s#f"}}',
    )
    assert.deepEqual(
      facts.packages![0]!.dependencies.map((d) => d.range),
      ['git+https://host/x.git#v1', 'https://h/p#f'],
    )
  })
})
