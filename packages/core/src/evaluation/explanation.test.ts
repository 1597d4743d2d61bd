import { describe, expect, it } from 'vitest'

import { configureTelemetry } from '../operation/default-telemetry.ts'
import { recordEvaluation } from './record-evaluation.ts'
import { useRecorder } from './testing/recorder.ts'

const { attributes } = useRecorder()
const judged = {
  responseId: 'r',
  name: 'relevance',
  score: 1,
  evaluator: { name: 'relevance_judge', kind: 'model' },
} as const

/** What the events say of their explanation. */
const explained = () =>
  attributes().map((one) => ({
    explanation: one['gen_ai.evaluation.explanation'],
    capture: one['llmops.content.capture'],
    truncated: one['llmops.content.truncated'],
  }))

describe('an explanation', () => {
  it.each([
    ['NO_CONTENT', { capture: 'none', explanation: undefined }],
    ['SPAN_ONLY', { capture: 'none', explanation: undefined }],
    ['EVENT_ONLY', { capture: 'event', explanation: '秘密' }],
    ['SPAN_AND_EVENT', { capture: 'event', explanation: '秘密' }],
  ] as const)('is recorded with %s as %j', (captureMessageContent, expected) => {
    configureTelemetry({ captureMessageContent })
    recordEvaluation({ ...judged, explanation: '秘密' })
    expect(explained()).toEqual([{ ...expected, truncated: undefined }])
    expect(JSON.stringify(attributes()).includes('秘密')).toBe(expected.capture === 'event')
  })

  it('that is not there leaves no trace', () => {
    configureTelemetry({ captureMessageContent: 'EVENT_ONLY' })
    recordEvaluation({ ...judged, explanation: '' })
    expect(explained()).toEqual([
      { capture: undefined, explanation: undefined, truncated: undefined },
    ])
  })

  it('is redacted and cut as all content is', () => {
    configureTelemetry({
      contentPolicy: {
        capture: 'EVENT_ONLY',
        redact: (text, { attribute }) => text.replaceAll('jo@example.com', `[${attribute}]`),
        budgets: { textBytes: 256 },
      },
    })
    recordEvaluation({ ...judged, explanation: 'It names jo@example.com' })
    recordEvaluation({ ...judged, explanation: '長'.repeat(200) })
    expect(explained()).toEqual([
      {
        explanation: 'It names [gen_ai.evaluation.explanation]',
        capture: 'event',
        truncated: undefined,
      },
      {
        explanation: expect.stringMatching(/^長{70,85}\D+$/) as unknown,
        capture: 'event',
        truncated: ['gen_ai.evaluation.explanation'],
      },
    ])
  })

  it('follows the rules of the judged prompt', () => {
    configureTelemetry({
      contentPolicy: {
        capture: 'EVENT_ONLY',
        prompts: { medical_history: { capture: 'NO_CONTENT' } },
      },
    })
    recordEvaluation({ ...judged, explanation: 'a', prompt: { name: 'answer', version: 1 } })
    recordEvaluation({
      ...judged,
      explanation: 'b',
      prompt: { name: 'medical_history', version: 1 },
    })
    expect(explained()).toEqual([
      { explanation: 'a', capture: 'event', truncated: undefined },
      { explanation: undefined, capture: 'none', truncated: undefined },
    ])
  })
})
