import { describe, expect, it } from 'vitest'

import { evaluationRowAttributes, isEvaluation } from './evaluation-row.ts'

describe('evaluationRowAttributes', () => {
  it('names the custom event, keeps numbers as numbers and puts the explanation last', () => {
    const row = evaluationRowAttributes({
      attributes: {
        'gen_ai.evaluation.explanation': 'It quotes the prompt',
        'gen_ai.evaluation.name': 'relevance',
        'enduser.pseudo.id': 'u-17',
        'gen_ai.evaluation.score.value': 0.25,
        'llmops.metadata.turn': 2,
      },
    })
    expect(Object.entries(row)).toEqual([
      ['gen_ai.evaluation.name', 'relevance'],
      ['gen_ai.evaluation.score.value', 0.25],
      ['llmops.metadata.turn', 2],
      ['microsoft.custom_event.name', 'gen_ai.evaluation.result'],
      [
        'microsoft.custom_measurements',
        '{"gen_ai.evaluation.score.value":0.25,"llmops.metadata.turn":2}',
      ],
      ['enduser.pseudo.id', 'u-17'],
      ['gen_ai.evaluation.explanation', 'It quotes the prompt'],
    ])
  })

  it('is for evaluations only', () => {
    const attributes = { 'gen_ai.evaluation.name': 'relevance' }
    expect([
      isEvaluation({ eventName: 'gen_ai.evaluation.result', attributes }),
      isEvaluation({ eventName: 'gen_ai.client.operation.exception', attributes }),
      isEvaluation({ attributes }),
    ]).toEqual([true, false, false])
  })
})
