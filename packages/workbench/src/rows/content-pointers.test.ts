import { describe, expect, it } from 'vitest'

import { callEnvelope } from '../testing/envelopes.ts'
import { post, testWorkbench } from '../testing/workbench.ts'

const messages = JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: '検索して' }] }])

const call = (id: string, properties: Record<string, string>) =>
  Object.assign(
    callEnvelope(id, {
      properties: {
        'gen_ai.operation.name': 'chat',
        'llmops.content.capture': 'span',
        ...properties,
      },
    }),
    { time: new Date().toISOString() },
  )

async function ask(url: string, query: string): Promise<unknown[][]> {
  const response = await fetch(`${url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  })
  return ((await response.json()) as { rows: unknown[][] }).rows
}

describe('content that Azure moves', () => {
  it('is a pointer in Properties, a row of AppGenAIContent, and whole to LLMContent', async () => {
    const { url } = await testWorkbench({ contentPointers: true })
    const answer = await post(url, [
      call('00f067aa0ba902b1', {
        'gen_ai.input.messages': messages,
        'gen_ai.request.model': 'a-model',
      }),
      call('00f067aa0ba902b2', { 'gen_ai.request.model': 'a-model' }),
    ])
    expect(answer.body).toMatchObject({ itemsReceived: 2, itemsAccepted: 2 })
    expect(
      await ask(
        url,
        'AppDependencies | order by Id asc | project tostring(Properties["gen_ai.input.messages"])',
      ),
    ).toEqual([['moved to AppGenAIContent'], ['']])
    expect(
      await ask(url, 'AppGenAIContent | project SpanId, InputMessages, OutputMessages, ModelName'),
    ).toEqual([['00f067aa0ba902b1', messages, '', 'a-model']])
    const content =
      'LLMContent(ago(1h), now() + 1h) | where Id endswith "b1" | project Key, State, Text, Source'
    expect(await ask(url, content)).toEqual([
      ['gen_ai.input.messages', 'whole', messages, 'AppGenAIContent'],
    ])
  })
})
