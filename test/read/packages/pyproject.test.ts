import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { pyprojectReader } from '../../../src/read/packages/pyproject.ts'
import { complaints, told } from './told.ts'

const read = (text: string) => pyprojectReader.read({ path: 'svc/pyproject.toml', text })

describe('pyproject.toml', () => {
  it('reads PEP 621 and PEP 735', () => {
    const facts = read(`[project]
name = "Shop_Service"
version = "0.3.0"
dependencies = [
  "Flask>=2,<3",
  'requests[security] ~= 2.28 ; python_version < "3.12"', # why not
  "Zope.Interface", "own @ git+https://me:pw@host/own.git@main",
]
[project.optional-dependencies]
dev = ["pytest"]
[project.scripts]
shop = "shop:main"
[dependency-groups]
lint = ["ruff==0.5.*", { include-group = "dev" }]
[tool.uv]
dev-dependencies = ["mypy>1"]
[tool.uv.workspace]
members = ["libs/*"]
exclude = ["libs/old"]
`)
    assert.deepEqual(complaints(facts), [])
    assert.deepEqual(told(facts), [
      'project.dependencies.flask >=2,<3 @5:3-16',
      'project.dependencies.requests ~= 2.28 @6:3-57 if python_version < "3.12"',
      'project.dependencies.zope-interface  @7:3-19',
      'project.dependencies.own @ git+https://host/own.git@main @7:21-64',
      'project.optional-dependencies.dev.pytest  @10:8-16',
      'dependency-groups.lint.ruff ==0.5.* @14:9-22',
      'tool.uv.dev-dependencies.mypy >1 @16:21-29',
    ])
    const { name, version, bins, workspaces, at } = facts.packages![0]!
    assert.deepEqual(
      { name, version, bins, workspaces, line: at.line },
      {
        name: 'shop-service',
        version: '0.3.0',
        bins: ['shop'],
        workspaces: ['libs/*', '!libs/old'],
        line: 2,
      },
    )
  })

  it('reads Poetry', () => {
    const facts = read(`[tool.poetry]
name = "svc"
version = "1.0.0"
[tool.poetry.dependencies]
python = "^3.11"
Flask = "^2.0"
uvicorn = { version = "~0.20", extras = ["standard"] }
own = { path = "../own", develop = true }
fork = { git = "https://me:pw@host/fork.git" }
anything = { optional = true }
numpy = [
  { version = "<1.22", python = "<3.8" },
  { version = ">=1.22", markers = "sys_platform == 'linux'" },
]
[tool.poetry.dependencies.table]
version = "1.*"
[tool.poetry.dev-dependencies]
black = "*"
[tool.poetry.group.test.dependencies]
pytest = "^7"
[tool.poetry.scripts]
svc = "svc:main"
`)
    assert.deepEqual(complaints(facts), [])
    assert.deepEqual(told(facts), [
      'tool.poetry.dependencies.flask ^2.0 @6:9-15',
      'tool.poetry.dependencies.uvicorn ~0.20 @7:23-30',
      'tool.poetry.dependencies.own path = "../own" @8:16-24',
      'tool.poetry.dependencies.fork git = "https://host/fork.git" @9:16-45',
      'tool.poetry.dependencies.anything * @10:12-31',
      'tool.poetry.dependencies.numpy <1.22 @12:15-22 if python <3.8',
      "tool.poetry.dependencies.numpy >=1.22 @13:15-23 if sys_platform == 'linux'",
      'tool.poetry.dependencies.table 1.* @16:11-16',
      'tool.poetry.dev-dependencies.black * @18:9-12',
      'tool.poetry.group.test.dependencies.pytest ^7 @20:10-14',
    ])
    assert.deepEqual(facts.packages![0]!.bins, ['svc'])
  })

  it('takes a file that only configures tools for no package', () => {
    assert.deepEqual(read('[tool.black]\nline-length = 100\n').packages, [])
  })

  it('reports wrong types at their lines and reads the rest', () => {
    const facts = read(`[project]
name = 3
dependencies = "flask"
[project.optional-dependencies]
a = ["ok>1", 5, "?? no"]
b = "x"
[tool.poetry]
dependencies = []
[tool.poetry.group.g]
dependencies.x = 1
`)
    assert.deepEqual(complaints(facts), [
      'RTT1014 2: the name must be a string, and is a number',
      'RTT1014 3: project.dependencies must be a list, and is a string',
      'RTT1014 5: an item of project.optional-dependencies.a must be a string, and is a number',
      'RTT1014 5: an item of project.optional-dependencies.a is no requirement',
      'RTT1014 6: project.optional-dependencies.b must be a list, and is a string',
      'RTT1014 8: tool.poetry.dependencies must be an object, and is a list',
      'RTT1014 10: a range in tool.poetry.group.g.dependencies must be an object, and is a number',
    ])
    assert.deepEqual(told(facts), ['project.optional-dependencies.a.ok >1 @5:6-12'])
  })

  it('reports a broken file at its line', () => {
    const facts = read('[project]\nname = "x"\nversion = \n')
    assert.deepEqual(facts.packages, [])
    assert.equal(facts.diagnostics![0]!.code, 'RTT1002')
    assert.equal(facts.diagnostics![0]!.at!.line, 3)
  })
})
