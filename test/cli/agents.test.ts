import assert from 'node:assert/strict'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { makeRepository } from '../repository.ts'
import { rtt } from './run.ts'

const files = {
  'package.json': '{"name": "shop"}',
  'mcp/package.json': '{"name": "@shop/mcp", "bin": {"shop-mcp": "dist/index.js"}}',
  'mcp/index.ts':
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'\nconst s = new McpServer({ name: 'shop-tools' })\ns.tool('find', 'Finds', f)\n",
  '.vscode/mcp.json':
    '{"servers": {"shop": {"command": "npx", "args": ["@shop/mcp"]}, "gh": {"url": "https://gh.example/mcp"}}}',
  'orders/schema.graphql': 'type Query { orders: [Int] }\n',
  'events.yaml':
    "asyncapi: '2.0.0'\ninfo: { title: Events }\nchannels: { orders.created: { subscribe: { message: { payload: { type: string } } } } }\n",
  'api.json':
    '{"openapi": "3.0.0", "info": {"title": "Api"}, "paths": {"/a": {"get": {"responses": {}}}}}',
}

test('agents, tools and the further contracts from files to connectors and plan', () => {
  const repository = makeRepository(files)
  try {
    const { exit, json } = rtt(repository.root, ['scan', '--json'])
    const scanned = json()
    assert.equal(exit, 0)
    assert.deepEqual(
      scanned['services'].map((s: { name: string; kind: string }) => [s.name, s.kind]),
      [
        ['gh', 'external'],
        ['shop-tools', 'service'],
        ['vscode', 'agent'],
      ],
    )
    assert.deepEqual(
      scanned['links'].map((l: { from: string; to: string; status: string }) => [
        l.from,
        l.to,
        l.status,
      ]),
      [
        ['vscode', 'gh', 'declared'],
        ['vscode', 'shop-tools', 'confirmed'],
      ],
    )
    const types = scanned['symbols'].map(
      (s: { type: string; name: string }) => `${s.type} ${s.name}`,
    )
    for (const one of [
      'tool find',
      'agent vscode',
      'topic orders.created',
      'api orders',
      'api shop-tools',
    ])
      assert.ok(types.includes(one), `${one} in ${types.join()}`)
    const up = rtt(repository.root, ['up', '--json'])
    assert.equal(up.exit, 0, up.stderr)
    const drivers = join(repository.root, '.rtt/drivers/ts')
    assert.equal(
      existsSync(drivers) &&
        readdirSync(drivers).filter((n) => n.includes('Api') || n.includes('api')).length,
      1,
    )
    assert.equal(
      readdirSync(drivers).some((n) => /orders|Events|shop-tools/.test(n)),
      false,
    )
  } finally {
    repository.remove()
  }
})
