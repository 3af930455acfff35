import type { Offer, ToolDef } from '../../../src/core/model/offer.ts'
import { mcpReader } from '../../../src/read/mcp/reader.ts'

export const read = (path: string, text: string) => mcpReader.read({ path, text })

export const offersIn = (path: string, text: string): readonly Offer[] =>
  read(path, text).code?.[0]?.offers ?? []

/** The first tool of a file. */
export const toolIn = (path: string, text: string): ToolDef | undefined =>
  offersIn(path, text).find((o) => o.tool?.role === undefined)?.tool

/** Starts like a file of the TypeScript SDK, in two lines. */
export const sdk = `import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'\nimport { z } from 'zod'\n`

/** Starts like a file of FastMCP for Python. */
export const fastmcp = `from typing import Annotated, Literal, Optional
from mcp.server.fastmcp import Context, FastMCP
from pydantic import BaseModel, Field

mcp = FastMCP("Weather")
`

export const text = { type: 'string' }

/** The schema of an object. */
export const object = (properties: object, ...required: string[]) => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
})
