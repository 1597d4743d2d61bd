/* oxlint-disable no-await-in-loop -- one question after the other */
import {
  alertRules,
  answersPerTurn,
  queries as packQueries,
  workbookQueries,
} from '@kansoku/log-analytics'
import { describe, expect, it } from 'vitest'

import type { QueryAnswer } from '../query/answer.ts'
import { recordsOf } from '../query/records.ts'
import { callEnvelope } from '../testing/envelopes.ts'
import { post, testWorkbench } from '../testing/workbench.ts'
import { withoutUnused, withRange } from './pack-range.ts'
import * as queries from './queries.ts'

const NOW = '2026-03-01T12:00:00Z'
const all = {
  TimeRange: { from: '2026-03-01T00:00:00Z', to: NOW },
  Prompt: ['*'],
  Version: ['*'],
  Deployment: ['*'],
  Customer: ['*'],
  Turns: ['*'],
  Outcome: 'all',
  Label: '',
  Turn: 0,
  Text: '',
  Seconds: 60,
  Trace: 'trace-1',
  Id: 'a',
  Response: '',
  Conversation: 'c-1',
}

describe('the queries of the page', () => {
  it('are answered over rows and over none, and give what the page shows', async () => {
    const { url } = await testWorkbench({ clock: () => Date.parse(NOW) })
    const ask = async (query: string, changes: object = {}): Promise<QueryAnswer> => {
      const body = JSON.stringify({ query, now: NOW, parameters: { ...all, ...changes } })
      const response = await fetch(`${url}/api/query`, { method: 'POST', body })
      const answer = (await response.json()) as QueryAnswer & { error?: { message: string } }
      if (answer.error) throw new Error(`${answer.error.message}\n${query}`)
      return answer
    }
    expect(recordsOf(await ask(queries.overview))).toMatchObject([{ Calls: 0, P95: null }])
    expect(recordsOf(await ask(queries.cost))).toEqual([{ CostUsd: null, Unpriced: 0 }])

    await post(url, [
      callEnvelope('a', { properties: call({ label: 'Yes', valid: 'true' }) }),
      callEnvelope('b', { properties: call({ valid: 'false' }) }),
      callEnvelope('c', { success: false, properties: call({}) }),
      callEnvelope('d', { properties: { 'gen_ai.operation.name': 'embeddings' } }),
    ])
    const [overview] = recordsOf<Record<string, unknown>>(await ask(queries.overview))
    expect(overview).toMatchObject({ Calls: 3, Failed: 1, Judged: 2, Invalid: 1, Conversations: 1 })
    const ids = async (changes: object): Promise<unknown[]> =>
      recordsOf<{ Id: string }>(await ask(queries.callsPage, changes))
        .map(({ Id }) => Id)
        .toSorted()
    expect(await ids({})).toEqual(['a', 'b', 'c'])
    expect(await ids({ Outcome: 'invalid' })).toEqual(['b'])
    expect(await ids({ Outcome: 'failed' })).toEqual(['c'])
    expect(await ids({ Label: 'Yes' })).toEqual(['a'])
    expect(await ids({ Turn: 2 })).toEqual([])
    expect(await ids({ Text: 'C-1' })).toEqual(['a', 'b', 'c'])
    expect(await ids({ Prompt: ['other'] })).toEqual([])
    expect(recordsOf(await ask(queries.contracts))).toMatchObject([
      {
        PromptName: 'decide',
        Calls: 3,
        Contract: 'oneOf(Yes, No)',
        Labels: ['Yes'],
        Judged: 2,
        Turns: 1,
      },
    ])
    expect(recordsOf(await ask(queries.conversations))).toMatchObject([
      {
        ConversationId: 'c-1',
        Turns: 1,
        Calls: 3,
        Labels: expect.arrayContaining(['Yes', '(invalid)']) as unknown,
      },
    ])
    expect(recordsOf(await ask(queries.conversations, { Prompt: ['other'] }))).toEqual([])
    expect(recordsOf(await ask(queries.content))).toMatchObject([
      { Key: '', State: 'not captured' },
    ])
    expect((await ask(queries.trace)).rows).toHaveLength(4)

    for (const text of [
      queries.choices,
      queries.evaluations,
      queries.evaluatedCases,
      queries.evaluationsOfCall,
    ])
      expect((await ask(text)).columns.length).toBeGreaterThan(1)
    expect(recordsOf(await ask(queries.density))).toEqual([
      { Start: '2026-03-01T10:00:00.0000000Z', Rows: 4 },
    ])
    expect(recordsOf(await ask(queries.callsCount))).toEqual([{ Rows: 3 }])
    expect((await ask(queries.conversation)).rows).toHaveLength(3)
    expect(recordsOf(await ask(queries.rawRow))).toMatchObject([
      { Id: 'a', OperationId: 'trace-1' },
    ])

    const page = withoutUnused(queries.callsPage, (name) => name === 'Turn')
    expect(page.match(/\{\w+\}/g)).toEqual(['{Turn}', '{Turn}'])
    expect((await ask(page)).rows).toEqual((await ask(queries.callsPage)).rows)
    const shortened = withoutUnused(queries.overview, () => false)
    expect(shortened).not.toContain('{Prompt}')
    expect((await ask(shortened)).rows).toEqual((await ask(queries.overview)).rows)
  })
})

const call = ({ label, valid }: { label?: string; valid?: string }): Record<string, string> => ({
  'gen_ai.operation.name': 'chat',
  'gen_ai.prompt.name': 'decide',
  'gen_ai.prompt.version': '1',
  'gen_ai.conversation.id': 'c-1',
  'llmops.metadata.turn': '1',
  'llmops.output.contract': 'oneOf(Yes, No)',
  ...(label !== undefined && { 'llmops.output.label': label }),
  ...(valid !== undefined && { 'llmops.output.valid': valid }),
})

describe('queries of the pack', () => {
  it('take the range of the page in place of their own', () => {
    const compare = packQueries().find(({ name }) => name === 'compare-versions')?.text ?? ''
    expect(withRange(compare)).toContain('LLMVersions({TimeRange:start}, {TimeRange:end})')
    const answers = withRange(answersPerTurn({ prompt: 'p', labels: ['a'] }).text)
    expect(answers).toContain('LLMCalls({TimeRange:start}, {TimeRange:end})')
    expect(answers).not.toContain('ago(')
  })

  it('are there by the names that the page asks for', () => {
    const names = workbookQueries().map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining([
        'calls-over-time',
        'prompts-and-versions',
        'failing-calls-in-range',
        'evaluations',
      ]),
    )
    expect(alertRules().length).toBeGreaterThan(0)
  })

  it('lose no filter that is in use', () => {
    const text = withoutUnused(queries.overview, (name) => name === 'Version')
    expect(text).toContain('PromptVersion in ({Version})')
    expect(text).not.toContain('PromptName in ({Prompt})')
  })
})
