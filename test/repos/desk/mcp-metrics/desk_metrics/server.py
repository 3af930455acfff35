from mcp.server.fastmcp import FastMCP

mcp = FastMCP("desk-metrics")


@mcp.tool()
def open_count(team: str, days: int = 7) -> int:
    """How many tickets of a team are open."""
    return len(team) * days


@mcp.resource("metrics://teams")
def teams() -> list[str]:
    return ["support", "sales"]


def main() -> None:
    mcp.run()
