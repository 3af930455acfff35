import assert from 'node:assert/strict'
import { test } from 'node:test'
import { object, offersIn, text } from './offers.ts'

test('rmcp', () => {
  const source = `use rmcp::{tool, tool_router};
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sum {
    /// The first one.
    pub first_one: i32,
    #[schemars(description = "the second")]
    pub b: Option<f64>,
    #[serde(default)]
    pub tags: Vec<String>,
    pub mode: Mode,
}
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Mode { Fast, Slow }
#[tool_router]
impl Counter {
    /// Adds two numbers.
    #[tool]
    fn sum(&self, Parameters(Sum { a, b }): Parameters<Sum>) -> String { String::new() }
    #[tool(name = "now", description = "Tells the time")]
    async fn time(&self) -> Result<CallToolResult, McpError> { todo!() }
}
#[cfg(test)]
mod tests { impl T { #[tool(description = "no")] fn unseen(&self) {} } }
`
  assert.deepEqual(
    offersIn('src/lib.rs', source).map((o) => [o.name, o.tool]),
    [
      [
        'sum',
        {
          description: 'Adds two numbers.',
          input: object(
            {
              firstOne: { type: 'integer', description: 'The first one.' },
              b: {
                anyOf: [{ type: 'number', format: 'double' }, { type: 'null' }],
                description: 'the second',
              },
              tags: { type: 'array', items: text },
              mode: { ...text, enum: ['fast', 'slow'] },
            },
            'firstOne',
            'mode',
          ),
        },
      ],
      ['now', { description: 'Tells the time', input: object({}) }],
    ],
  )
})
