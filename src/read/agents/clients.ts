/** A client of MCP with the file that it is configured in, and where in it the servers stand. */
export type Client = {
  readonly file: RegExp
  readonly agent: string
  readonly servers: readonly (readonly string[])[]
}

const mcpServers = [['mcpServers']]

/** Public editors and agents. The first row that fits a path counts. */
const clients: readonly Client[] = [
  { file: /(?:^|\/)\.mcp\.json$/, agent: 'claude-code', servers: mcpServers },
  {
    file: /(?:^|\/)\.claude\/(?:settings(?:\.local)?|mcp)\.json$/,
    agent: 'claude-code',
    servers: mcpServers,
  },
  { file: /(?:^|\/)\.claude-plugin\/plugin\.json$/, agent: 'claude-code', servers: mcpServers },
  { file: /(?:^|\/)claude_desktop_config\.json$/, agent: 'claude-desktop', servers: mcpServers },
  { file: /(?:^|\/)\.cursor\/mcp\.json$/, agent: 'cursor', servers: mcpServers },
  { file: /(?:^|\/)\.vscode\/mcp\.json$/, agent: 'vscode', servers: [['servers'], ['mcpServers']] },
  { file: /(?:^|\/)\.gemini\/settings\.json$/, agent: 'gemini-cli', servers: mcpServers },
  { file: /(?:^|\/)gemini-extension\.json$/, agent: 'gemini-cli', servers: mcpServers },
  { file: /(?:^|\/)\.qwen\/settings\.json$/, agent: 'qwen-code', servers: mcpServers },
  { file: /(?:^|\/)\.codex\/config\.toml$/, agent: 'codex', servers: [['mcp_servers']] },
  { file: /(?:^|\/)opencode\.jsonc?$/, agent: 'opencode', servers: [['mcp']] },
  { file: /(?:^|\/)\.?crush\.json$/, agent: 'crush', servers: [['mcp']] },
  { file: /(?:^|\/)\.windsurf\/[^/]*\.json$/, agent: 'windsurf', servers: mcpServers },
  { file: /(?:^|\/)mcp_config\.json$/, agent: 'windsurf', servers: mcpServers },
  {
    file: /(?:^|\/)\.continue\/(?:[^/]+\/)*[^/]+\.(?:json|ya?ml)$/,
    agent: 'continue',
    servers: mcpServers,
  },
  { file: /(?:^|\/)\.zed\/settings\.json$/, agent: 'zed', servers: [['context_servers']] },
  { file: /(?:^|\/)\.roo\/mcp\.json$/, agent: 'roo-code', servers: mcpServers },
  { file: /(?:^|\/)\.kilocode\/mcp\.json$/, agent: 'kilo-code', servers: mcpServers },
  { file: /(?:^|\/)cline_mcp_settings\.json$/, agent: 'cline', servers: mcpServers },
  { file: /(?:^|\/)\.amazonq\/(?:mcp|default)\.json$/, agent: 'amazon-q', servers: mcpServers },
  { file: /(?:^|\/)\.kiro\/settings\/mcp\.json$/, agent: 'kiro', servers: mcpServers },
  { file: /(?:^|\/)\.junie\/mcp\/mcp\.json$/, agent: 'junie', servers: mcpServers },
  { file: /(?:^|\/)\.trae\/mcp\.json$/, agent: 'trae', servers: mcpServers },
  { file: /(?:^|\/)\.factory\/mcp\.json$/, agent: 'factory', servers: mcpServers },
  {
    file: /(?:^|\/)\.amp\/settings\.json$/,
    agent: 'amp',
    servers: [['amp.mcpServers'], ['mcpServers']],
  },
  { file: /(?:^|\/)\.copilot\/mcp-config\.json$/, agent: 'copilot', servers: mcpServers },
  { file: /(?:^|\/)librechat\.ya?ml$/, agent: 'librechat', servers: mcpServers },
  { file: /(?:^|\/)fastagent\.config\.ya?ml$/, agent: 'fast-agent', servers: [['mcp', 'servers']] },
  { file: /(?:^|\/)mcp\.json$/, agent: 'mcp-client', servers: [['mcpServers'], ['servers']] },
]

/** The client that a file configures. */
export const clientOf = (path: string): Client | undefined => clients.find((c) => c.file.test(path))
