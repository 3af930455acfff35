import assert from 'node:assert/strict'
import { test } from 'node:test'
import { object, offersIn, read, text } from './offers.ts'

test('both SDKs of Go', () => {
  const source = `package main
import ("github.com/mark3labs/mcp-go/mcp"; "github.com/mark3labs/mcp-go/server")
const toolName = "hello"
func main() {
	s := server.NewMCPServer("Demo", "1.0")
	tool := mcp.NewTool(toolName, mcp.WithDescription("Says hello"),
		mcp.WithString("who", mcp.Required(), mcp.Description("name"), mcp.Enum("a", "b")),
		mcp.WithNumber("n", mcp.DefaultNumber(2), mcp.Min(1)),
		mcp.WithArray("tags", mcp.Items(map[string]any{"type": "string"})),
		mcp.WithReadOnlyHintAnnotation(true))
	s.AddTool(tool, hello)
	s.AddTool(mcp.NewToolWithRawSchema("raw", "Raw", json.RawMessage(\`{"type":"object"}\`)), raw)
}`
  assert.deepEqual(
    offersIn('main.go', source).map((o) => [o.name, o.tool?.description, o.tool?.input]),
    [
      [
        'hello',
        'Says hello',
        object(
          {
            who: { ...text, description: 'name', enum: ['a', 'b'] },
            n: { type: 'number', default: 2, minimum: 1 },
            tags: { type: 'array', items: text },
          },
          'who',
        ),
      ],
      ['raw', 'Raw', { type: 'object' }],
    ],
  )
  const official = `package main
import "github.com/modelcontextprotocol/go-sdk/mcp"
type Inner struct { X int64 \`json:"x"\` }
type Args struct {
	Inner
	Name string \`json:"name" jsonschema:"the name to greet"\`
	Tags []string \`json:"tags,omitempty"\`
	seen bool
}
func Greet(ctx context.Context, req *mcp.CallToolRequest, args Args) (*mcp.CallToolResult, any, error) { return nil, nil, nil }
func main() {
	s := mcp.NewServer(&mcp.Implementation{Name: "greeter"}, nil)
	mcp.AddTool(s, &mcp.Tool{Name: "greet", Description: "say hi"}, Greet)
	mcp.AddTool(s, &mcp.Tool{Name: "inline"}, func(ctx context.Context, req *mcp.CallToolRequest, args map[string]any) (*mcp.CallToolResult, any, error) { return nil, nil, nil })
	s.AddTool(&mcp.Tool{Name: "own", InputSchema: &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{"Q": {Type: "string"}}, Required: []string{"Q"}}}, raw)
	s.AddPrompt(&mcp.Prompt{Name: "p"}, prompt)
}`
  assert.deepEqual(
    offersIn('main.go', official).map((o) => [o.name, o.tool?.input]),
    [
      [
        'greet',
        object(
          {
            x: { type: 'integer' },
            name: { ...text, description: 'the name to greet' },
            tags: { type: 'array', items: text },
          },
          'x',
          'name',
        ),
      ],
      ['inline', { type: 'object' }],
      ['own', object({ Q: text }, 'Q')],
      ['p', undefined],
    ],
  )
  assert.deepEqual(
    read('main.go', official).toolServers?.map((s) => s.name),
    ['greeter'],
  )
})

test('a schema that is handed to others before its use is computed', () => {
  const source = `package main
import "github.com/modelcontextprotocol/go-sdk/mcp"
func f() {
	plain := &jsonschema.Schema{Type: "object", Properties: map[string]*jsonschema.Schema{"a": {Types: []string{"string", "null"}}}}
	s.AddTool(&mcp.Tool{Name: "plain", InputSchema: plain}, h)
	paged := &jsonschema.Schema{Type: "object"}
	WithPagination(paged)
	s.AddTool(&mcp.Tool{Name: "paged", InputSchema: paged}, h)
}`
  assert.deepEqual(
    offersIn('main.go', source).map((o) => [o.name, o.tool?.input]),
    [
      ['plain', object({ a: { type: ['string', 'null'] } })],
      ['paged', undefined],
    ],
  )
})

test('a description that is looked up is the sentence beside its key', () => {
  const source = `package main
import "github.com/modelcontextprotocol/go-sdk/mcp"
func Read(t translations.Helper) mcp.Tool {
	return mcp.Tool{
		Name:        "read",
		Description: t("TOOL_READ", "Reads one file"),
		InputSchema: &jsonschema.Schema{Type: "object"},
	}
}
var other = mcp.Tool{Name: "other", Description: describe(kind, "x"), InputSchema: &jsonschema.Schema{Type: "object"}}`
  assert.deepEqual(
    offersIn('main.go', source).map((o) => [o.name, o.tool?.description]),
    [
      ['read', 'Reads one file'],
      ['other', undefined],
    ],
  )
})
