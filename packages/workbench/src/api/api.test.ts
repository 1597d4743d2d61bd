import { describe, expect, it } from 'vitest'

import { callEnvelope } from '../testing/envelopes.ts'
import { post, testWorkbench } from '../testing/workbench.ts'

async function ask(url: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${url}/api/language`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
  return { status: response.status, body: await response.json() }
}

describe('POST /api/language', () => {
  it('completes, colours, explains and checks a half-written query', async () => {
    const { url } = await testWorkbench()
    const text = 'LLMCalls(ago(1d), now()) | whe'
    const completions = await ask(url, { task: 'completions', text, position: text.length })
    expect(completions).toMatchObject({
      status: 200,
      body: { replaces: { start: 27, length: 3 } },
    })
    expect(JSON.stringify(completions.body)).toContain('"filter":"where"')
    expect(await ask(url, { task: 'tokens', text: 'print 1' })).toEqual({
      status: 200,
      body: [
        { kind: 'query-operator', start: 0, length: 5 },
        { kind: 'literal', start: 6, length: 1 },
      ],
    })
    expect(await ask(url, { task: 'check', text })).toMatchObject({
      status: 200,
      body: [{ severity: 'error' }],
    })
    expect(await ask(url, { task: 'hover', text: 'print 1', position: 7 })).toMatchObject({
      status: 200,
    })
  })

  it('refuses what is no question', async () => {
    const { url } = await testWorkbench()
    const statuses = await Promise.all(
      [
        {},
        { task: 'run', text: '' },
        { task: 'toString', text: '' },
        { task: 'hover', text: 'a', position: 2 },
        { task: 'hover', text: 1 },
      ].map(async (body) => (await ask(url, body)).status),
    )
    expect(statuses).toEqual([400, 400, 400, 400, 400])
  })
})

describe('GET /api/pack', () => {
  it('gives the texts of the pack with their titles in both languages', async () => {
    const { url } = await testWorkbench()
    const pack = (await (await fetch(`${url}/api/pack`)).json()) as Record<string, unknown[]>
    expect(Object.keys(pack)).toEqual(['functions', 'queries', 'workbook', 'alerts'])
    expect(pack['queries']).toContainEqual(
      expect.objectContaining({ title: { en: 'Answers per turn', ja: 'ターンごとの回答数' } }),
    )
  })
})

describe('GET /api/checks', () => {
  it('tells content that was captured and may not be read', async () => {
    const { url } = await testWorkbench()
    const properties = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.prompt.name': 'search_decision',
      'llmops.content.capture': 'span',
    }
    await post(url, [
      { ...callEnvelope('00f067aa0ba902b7', { properties }), time: new Date().toISOString() },
    ])
    const checks = (await (await fetch(`${url}/api/checks`)).json()) as Record<string, unknown>[]
    expect(checks.map(({ id, status }) => [id, status])).toEqual([
      ['rows', 'ok'],
      ['prompts', 'ok'],
      ['tokens', 'warning'],
      ['content', 'ok'],
      ['not-readable', 'problem'],
    ])
    expect(checks.at(-1)).toMatchObject({
      fix: { en: expect.stringContaining('Privileged Monitoring Data Reader') as string },
    })
  })
})

describe('GET /api/status and /api/checks', () => {
  it('tell what is stored, and what looks wrong with it', async () => {
    const { url } = await testWorkbench()
    const get = async (path: string): Promise<unknown> => (await fetch(`${url}${path}`)).json()
    expect(await get('/api/status')).toMatchObject({
      connectionString: expect.stringContaining(`IngestionEndpoint=${url}/`) as unknown,
      newest: null,
      tables: [],
      services: [],
    })
    expect(await get('/api/checks')).toMatchObject([{ id: 'rows', status: 'problem' }])

    const time = new Date().toISOString()
    await post(url, [
      { ...callEnvelope('a'), time },
      {
        ...callEnvelope('b', {
          target: 'api.openai.com',
          properties: {},
        }),
        time,
      },
    ])
    expect(await get('/api/status')).toMatchObject({
      newest: `${time.slice(0, -1)}0000Z`,
      tables: [{ Table: 'AppDependencies', Rows: 2 }],
      services: [{ Service: 'chat-app', Rows: 2 }],
    })
    const checks = (await get('/api/checks')) as { id: string; status: string }[]
    expect(checks.map(({ id, status }) => `${id}: ${status}`)).toEqual([
      'rows: ok',
      'bare: problem',
      'prompts: warning',
      'tokens: warning',
      'content: ok',
    ])
  })
})

describe('POST /api/answers-per-turn', () => {
  it('gives the text of the chart of a contract, over the range of who asks', async () => {
    const { url } = await testWorkbench()
    const answersPerTurn = async (body: unknown): Promise<Response> =>
      fetch(`${url}/api/answers-per-turn`, { method: 'POST', body: JSON.stringify(body) })
    const { text } = (await (await answersPerTurn({ prompt: 'p', labels: ['a"b'] })).json()) as {
      text: string
    }
    expect(text).toContain('LLMCalls({TimeRange:start}, {TimeRange:end})')
    expect(text).toContain('"a\\"b"')
    expect((await answersPerTurn({ prompt: 'p', labels: [1] })).status).toBe(400)
  })
})
