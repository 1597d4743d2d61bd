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
