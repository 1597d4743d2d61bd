import { afterAll, describe, expect, it } from 'vitest'

import { packEngine } from './testing/engine.ts'
import { type Call, callRow, evaluationRow } from './testing/stored-rows.ts'

const engine = packEngine()
afterAll(() => engine.close())

const second = (n: number): string => `2026-03-01T12:00:${String(n).padStart(2, '0')}Z`
const trace = 't-1'

const tree = async (stored: Parameters<typeof engine.run>[1]): Promise<unknown> =>
  (await engine.run(`LLMTrace("${trace}") | project Kind, Depth, Tree`, stored)).rows

describe('LLMTrace', () => {
  it('puts parents before children and each level in order of time, with what lies at a span', async () => {
    const at = (n: number, rest: object): object => ({
      TimeGenerated: new Date(second(n)),
      OperationId: trace,
      ...rest,
    })
    expect(
      await tree({
        AppRequests: [
          at(0, { Name: 'POST /chat', Id: 'r', ParentId: trace }),
          { TimeGenerated: new Date(second(0)), OperationId: 'another', Name: 'GET /', Id: 'r' },
        ] as never,
        AppDependencies: [
          callRow({ trace, id: 'b', parent: 'a', time: second(2), operation: 'chat' }),
          callRow({ trace, id: 'a', parent: 'r', time: second(1), operation: 'invoke_agent' }),
          callRow({ trace, id: 'd', parent: 'r', time: second(6), operation: 'retrieval' }),
          callRow({ trace, id: 'c', parent: 'a', time: second(4), operation: 'execute_tool' }),
          callRow({ trace, id: 'x', parent: 'gone', time: second(3), operation: 'embeddings' }),
        ],
        AppTraces: [
          at(5, { Message: 'tool said no', ParentId: 'c' }),
          at(2, {
            Message: 'much text',
            ParentId: 'b',
            Properties: { 'llmops.content.chunk.index': '1' },
          }),
        ] as never,
        AppEvents: [at(7, { Name: 'gen_ai.evaluation.result', ParentId: 'b' })] as never,
        AppExceptions: [at(5, { ExceptionType: 'RangeError', ParentId: 'c' })] as never,
      }),
    ).toEqual([
      ['request', 0, 'POST /chat'],
      ['span', 1, '· invoke_agent'],
      ['span', 2, '· · chat'],
      ['log', 3, '· · · content chunk 1'],
      ['event', 3, '· · · gen_ai.evaluation.result'],
      ['span', 2, '· · execute_tool'],
      ['exception', 3, '· · · RangeError'],
      ['log', 3, '· · · tool said no'],
      ['span', 1, '· retrieval'],
      ['span', 0, 'embeddings'],
    ])
  })

  it('follows sixteen spans up', async () => {
    const rows = Array.from({ length: 17 }, (_, n) =>
      callRow({ trace, id: `s${n}`, parent: n === 0 ? '' : `s${n - 1}`, time: second(n) }),
    )
    const found = (await tree({ AppDependencies: rows.toReversed() })) as unknown[][]
    expect(found.map(([, depth]) => depth)).toEqual(rows.map((_, n) => n))
  })

  it('ends where a span is its own parent, and is empty without rows', async () => {
    expect(await tree({ AppDependencies: [callRow({ trace, id: 'a', parent: 'a' })] })).toEqual([
      ['span', 0, 'chat'],
    ])
    expect(await tree({})).toEqual([])
  })
})

const tool = (changes: Call = {}): Call => ({
  operation: 'execute_tool',
  properties: { 'gen_ai.tool.name': 'get_weather' },
  ...changes,
})

describe('agents-and-tools', () => {
  it('counts runs, failures and what each run called, weighted', async () => {
    const agent = (id: string, changes: Call = {}): Call => ({
      operation: 'invoke_agent',
      trace,
      id,
      properties: { 'gen_ai.agent.name': 'planner' },
      ...changes,
    })
    const { rows } = await engine.ask('agents-and-tools', {
      AppDependencies: [
        agent('a1', { ms: 1000 }),
        agent('a2', { ms: 3000, failed: true }),
        { trace, parent: 'a1', tokens: 99 },
        { trace, parent: 'a1', tokens: 199 },
        { trace, parent: 'a2' },
        // Another trace with the same ids, and a call below no agent.
        { trace: 't-2', parent: 'a1', tokens: 7 },
        { tokens: 7 },
        tool({ weight: 3 }),
        tool({ failed: true, ms: 900 }),
        { operation: 'retrieval' },
        agent('old', { time: '2026-02-27T00:00:00Z' }),
      ].map(callRow),
    })
    expect(rows).toEqual([
      ['execute_tool', 'get_weather', 4, 1, 25, 100, 900, 0, 0],
      ['invoke_agent', 'planner', 2, 1, 50, 1000, 3000, 1.5, 150],
      ['retrieval', '(unnamed)', 1, 0, 0, 100, 100, 0, 0],
    ])
    expect((await engine.ask('agents-and-tools', {})).rows).toEqual([])
  })
})

describe('evaluation-results', () => {
  it('groups by prompt and version, of the evaluation or else of the call with the same response', async () => {
    const { columns, rows } = await engine.ask('evaluation-results', {
      AppDependencies: [
        { response: 'r-1', prompt: 'answer', version: '7' },
        { response: 'r-1', prompt: 'answer', version: '7' },
      ].map(callRow),
      AppEvents: [
        { name: 'grounded', score: 1, response: 'r-1' },
        { name: 'grounded', score: 0, prompt: 'answer', version: '7' },
        { name: 'grounded', error: 'TimeoutError', prompt: 'answer', version: '7' },
        { name: 'grounded', score: 0.5, prompt: 'answer', version: '8', weight: 2 },
        { name: 'grounded', score: 1, prompt: 'answer', version: '10' },
        { name: 'user_feedback', score: 0, label: 'down', kind: 'human', response: 'unknown' },
      ].map(evaluationRow),
    })
    expect(columns.map(({ name }) => name)).toEqual([
      'EvaluationName',
      'EvaluatorKind',
      'PromptName',
      'PromptVersion',
      'Results',
      'MeanScore',
      'EvaluatorErrors',
    ])
    expect(rows).toEqual([
      ['grounded', 'code', 'answer', '7', 2, 0.5, 1],
      ['grounded', 'code', 'answer', '8', 2, 0.5, 0],
      ['grounded', 'code', 'answer', '10', 1, 1, 0],
      ['user_feedback', 'human', '', '', 1, 0, 0],
    ])
  })
})

describe('LLMEvaluations', () => {
  it('takes nothing but evaluation results, within the range', async () => {
    const { rows } = await engine.run(
      'LLMEvaluations(datetime(2026-03-01), datetime(2026-03-02)) | project EvaluationName, Score, ScoreLabel, ErrorType',
      {
        AppEvents: [
          evaluationRow({ name: 'tone', score: 0.25, label: 'rude' }),
          evaluationRow({ name: 'tone', score: 1, time: '2026-03-02T00:00:00Z' }),
          { ...evaluationRow({ name: 'tone' }), Name: 'signed_up' },
        ],
      },
    )
    expect(rows).toEqual([['tone', 0.25, 'rude', '']])
  })
})
