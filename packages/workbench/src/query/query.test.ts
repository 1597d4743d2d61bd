import { describe, expect, it } from 'vitest'

import { callEnvelope } from '../testing/envelopes.ts'
import { post, testWorkbench } from '../testing/workbench.ts'

const NOW = '2026-03-01T12:00:00Z'

async function ask(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/api/query`, { method: 'POST', body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

describe('POST /api/query', () => {
  it('answers KQL with the functions of the pack over the rows that arrived', async () => {
    const { url } = await testWorkbench({ clock: () => Date.parse(NOW) })
    const properties = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.prompt.name': '検索判定',
      'llmops.metadata.turn': '3',
      'llmops.output.valid': 'true',
    }
    await post(url, [callEnvelope('a', { properties }), callEnvelope('b', { properties: {} })])
    const query =
      'LLMCalls(ago(1d), now()) | project TimeGenerated, PromptName, Turn, OutputValid, InputTokens | render barchart'
    expect(await ask(url, { query, now: NOW })).toMatchObject({
      status: 200,
      body: {
        columns: [
          { name: 'TimeGenerated', type: 'datetime' },
          { name: 'PromptName', type: 'string' },
          { name: 'Turn', type: 'int' },
          { name: 'OutputValid', type: 'bool' },
          { name: 'InputTokens', type: 'long' },
        ],
        rows: [['2026-03-01T10:00:00.1230000Z', '検索判定', 3, true, null]],
        visualization: { kind: 'barchart' },
      },
    })
  })

  it('says what is wrong with a query and where', async () => {
    const { url } = await testWorkbench()
    expect(await ask(url, { query: 'AppTraces\n| where Mesage == "a"' })).toEqual({
      status: 400,
      body: {
        error: {
          code: 'semantic',
          message: expect.stringContaining("'Mesage'") as unknown,
          line: 2,
          column: 9,
          start: 18,
          length: 6,
        },
      },
    })
  })

  it('refuses what is no request', async () => {
    const { url } = await testWorkbench()
    const statuses = await Promise.all(
      [[], {}, { query: 1 }, { query: 'print 1', now: 'soon' }, null].map(
        async (body) => (await ask(url, body)).status,
      ),
    )
    expect(statuses).toEqual([400, 400, 400, 400, 400])
  })
})

describe('parameters of POST /api/query', () => {
  it('take the place that a workbook gives them, and never become code', async () => {
    const { url } = await testWorkbench()
    const parameters = {
      Prompt: ['a"b', '*'],
      TimeRange: { from: '2026-03-01T00:00:00Z', to: '2026-03-01T01:00:00Z' },
    }
    const query = 'print strcat_array(pack_array({Prompt}), "|"), {TimeRange:end}'
    expect(await ask(url, { query, parameters })).toMatchObject({
      body: { rows: [['a"b|*', '2026-03-01T01:00:00.0000000Z']] },
    })
  })

  it('are refused where they are no values', async () => {
    const { url } = await testWorkbench()
    const statuses = await Promise.all(
      [1, [], { a: null }, { a: [[]] }, { a: { from: '2026-03-01', to: 'soon' } }].map(
        async (parameters) => (await ask(url, { query: 'print 1', parameters })).status,
      ),
    )
    expect(statuses).toEqual([400, 400, 400, 400, 400])
  })
})
