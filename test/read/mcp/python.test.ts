import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fastmcp, object, offersIn, read, text } from './offers.ts'

test('decorated functions of Python are tools with the schema that pydantic makes', () => {
  const source = `${fastmcp}
class Point(BaseModel):
    """A place."""
    lat: float
    lon: float = Field(0.0, ge=-180, description="degrees")

@mcp.tool()
@traced
async def forecast(
    city: str,
    days: int = 3,
    unit: Literal["c", "f"] = "c",
    tags: list[str] | None = None,
    where: Optional[Point] = None,
    extra: dict[str, int] = {},
    note: Annotated[str, Field(description="why", min_length=1)] = "",
    ctx: Context = None,
) -> str:
    """Tells the weather.

    In words.
    """
    return ""

@mcp.tool(name="other", description="Another")
def helper(): ...

@mcp.resource("weather://{city}")
def by_city(city: str) -> str: ...

@mcp.prompt()
def ask(city: str) -> str: ...

@app.tool()
def not_ours(): ...
app = Typer()
`
  const found = offersIn('server.py', source)
  assert.deepEqual(
    found.map((o) => [o.name, o.tool?.role ?? 'tool', o.tool?.server]),
    [
      ['forecast', 'tool', 'Weather'],
      ['other', 'tool', 'Weather'],
      ['weather://{city}', 'resource', 'Weather'],
      ['ask', 'prompt', 'Weather'],
    ],
  )
  assert.equal(found[0]?.tool?.description, 'Tells the weather.\n\nIn words.')
  assert.deepEqual(found[0]?.tool?.input, {
    type: 'object',
    properties: {
      city: text,
      days: { type: 'integer', default: 3 },
      unit: { ...text, enum: ['c', 'f'], default: 'c' },
      tags: { anyOf: [{ type: 'array', items: text }, { type: 'null' }], default: null },
      where: { anyOf: [{ $ref: '#/$defs/Point' }, { type: 'null' }], default: null },
      extra: { type: 'object', additionalProperties: { type: 'integer' }, default: {} },
      note: { ...text, description: 'why', minLength: 1, default: '' },
    },
    required: ['city'],
    $defs: {
      Point: {
        type: 'object',
        properties: {
          lat: { type: 'number' },
          lon: { type: 'number', minimum: -180, description: 'degrees', default: 0 },
        },
        required: ['lat'],
        description: 'A place.',
      },
    },
  })
  assert.deepEqual(found[1]?.tool, { description: 'Another', input: object({}), server: 'Weather' })
})

test('the low-level server of Python, with names in an enumeration and models as schemas', () => {
  const source = `from enum import Enum
from mcp.server import Server
import mcp.types as types
class Names(str, Enum):
    LOG = "git_log"
class Log(BaseModel):
    path: str
server = Server("git")
@server.list_tools()
async def list_tools() -> list[types.Tool]:
    return [
        types.Tool(name=Names.LOG, description="Shows " "logs", inputSchema=Log.model_json_schema()),
        types.Tool(name="raw", inputSchema={"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}),
        types.Tool(name=f"x_{y}", inputSchema={}),
    ]
@server.list_prompts()
async def list_prompts() -> list[types.Prompt]:
    return [
        types.Prompt(name="sum", description="Sums up", arguments=[PromptArgument(name="path", required=True)]),
    ]
`
  assert.deepEqual(
    offersIn('server.py', source).map((o) => [o.name, o.tool?.description, o.tool?.input]),
    [
      ['git_log', 'Shows logs', object({ path: text }, 'path')],
      ['raw', undefined, object({ a: text }, 'a')],
      ['sum', 'Sums up', object({ path: text }, 'path')],
    ],
  )
  assert.deepEqual(
    read('server.py', source).toolServers?.map((s) => s.name),
    ['git'],
  )
})

test('classes of other packages that are called like a server are none', () => {
  const source = `from mcp.types import Tool
from .models import MCPServer
row = MCPServer(name="stored")
import uvicorn
Server = uvicorn.Server
`
  assert.deepEqual(read('db.py', source), {})
})
