import { afterAll, describe, expect, it } from 'vitest'

import { packEngine } from './testing/engine.ts'
import { callRow, evaluationRow } from './testing/stored-rows.ts'

const engine = packEngine()
afterAll(() => engine.close())

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
