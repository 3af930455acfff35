/** What an MCP server of the repository offers: its service, and the digest of the contract of all its tools. */
export type ToolSet = { readonly service: string; readonly contract: string }
