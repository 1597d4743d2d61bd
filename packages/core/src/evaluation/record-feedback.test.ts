import { describe, expect, it } from 'vitest'

import { configureTelemetry } from '../operation/default-telemetry.ts'
import { recordFeedback } from './record-feedback.ts'
import { useRecorder } from './testing/recorder.ts'

const { attributes, events, said } = useRecorder()

describe('recordFeedback', () => {
  const USER = {
    'gen_ai.evaluation.name': 'user_feedback',
    'gen_ai.response.id': 'r',
    'llmops.evaluation.evaluator.name': 'user',
    'llmops.evaluation.evaluator.kind': 'human',
  }

  it.each([
    [
      { thumb: 'up' as const },
      { 'gen_ai.evaluation.score.value': 1, 'gen_ai.evaluation.score.label': 'up' },
    ],
    [
      { thumb: 'down' as const, userId: 'u-17' },
      {
        'gen_ai.evaluation.score.value': 0,
        'gen_ai.evaluation.score.label': 'down',
        'enduser.pseudo.id': 'u-17',
      },
    ],
    [
      { rating: 4, name: 'stars' },
      { 'gen_ai.evaluation.name': 'stars', 'gen_ai.evaluation.score.value': 4 },
    ],
    [
      { comment: '読みにくい' },
      { 'gen_ai.evaluation.score.label': 'comment', 'llmops.content.capture': 'none' },
    ],
    [
      { thumb: 'down' as const, comment: '' },
      { 'gen_ai.evaluation.score.value': 0, 'gen_ai.evaluation.score.label': 'down' },
    ],
  ])('records %j', (given, expected) => {
    recordFeedback({ responseId: 'r', ...given })
    expect(attributes()).toEqual([{ ...USER, ...expected }])
  })

  it('may be about a whole conversation', () => {
    recordFeedback({ conversationId: 'c-1', rating: 5, name: 'stars' })
    expect(attributes()).toEqual([
      {
        'gen_ai.evaluation.name': 'stars',
        'gen_ai.evaluation.score.value': 5,
        'llmops.conversation.id': 'c-1',
        'llmops.evaluation.evaluator.name': 'user',
        'llmops.evaluation.evaluator.kind': 'human',
      },
    ])
    expect(said).toEqual([])
  })

  it('records a comment where content goes to events', () => {
    configureTelemetry({ captureMessageContent: 'EVENT_ONLY' })
    recordFeedback({ responseId: 'r', thumb: 'down', comment: '読みにくい' })
    expect(attributes()).toEqual([
      {
        ...USER,
        'gen_ai.evaluation.score.value': 0,
        'gen_ai.evaluation.score.label': 'down',
        'gen_ai.evaluation.explanation': '読みにくい',
        'llmops.content.capture': 'event',
      },
    ])
  })

  it.each([{}, { thumb: 'sideways' }, { rating: NaN }, { comment: '' }])(
    'records nothing of %j',
    (given) => {
      recordFeedback({ responseId: 'r', ...given } as never)
      expect(events()).toEqual([])
    },
  )
})
