import * as fc from 'fast-check'
import { expect, it } from 'vitest'

import { configureTelemetry } from '../operation/default-telemetry.ts'
import { recordEvaluation } from './record-evaluation.ts'
import { recordFeedback } from './record-feedback.ts'
import { useRecorder } from './testing/recorder.ts'

const { attributes } = useRecorder()

const often = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: value }, fc.anything())
const word = often(fc.string({ minLength: 1, maxLength: 20 }))
const call = fc.record(
  {
    responseId: word,
    call: often(
      fc.record({
        traceId: fc.stringMatching(/^[\da-f]{32}$/),
        spanId: fc.stringMatching(/^[\da-f]{16}$/),
      }),
    ),
    prompt: often(fc.record({ name: word, version: often(fc.nat()) })),
    conversationId: word,
    metadata: often(fc.dictionary(fc.string(), fc.anything())),
  },
  { requiredKeys: [] },
)
const evaluation = fc.tuple(
  call,
  fc.record(
    {
      name: word,
      score: often(fc.double()),
      label: word,
      error: fc.anything(),
      explanation: word,
      evaluator: often(
        fc.record({ name: word, kind: often(fc.constantFrom('code', 'model', 'human')) }),
      ),
    },
    { requiredKeys: ['name', 'evaluator'] },
  ),
)
const feedback = fc.tuple(
  call,
  fc.record(
    {
      thumb: often(fc.constantFrom('up', 'down')),
      rating: often(fc.double()),
      comment: word,
      name: word,
      userId: word,
    },
    { requiredKeys: [] },
  ),
)

/** What the conventions want of each event. */
function isWhole(event: Readonly<Record<string, unknown>>): boolean {
  const score = event['gen_ai.evaluation.score.value']
  const label = event['gen_ai.evaluation.score.label']
  return (
    typeof event['gen_ai.evaluation.name'] === 'string' &&
    (score === undefined || Number.isFinite(score)) &&
    (label === undefined || typeof label === 'string') &&
    (score ?? label ?? event['error.type']) !== undefined &&
    Object.values(event).every((value) => ['string', 'number', 'boolean'].includes(typeof value))
  )
}

it('records whole events or none, and never throws, whatever it is given', () => {
  configureTelemetry({ captureMessageContent: 'EVENT_ONLY' })
  let recorded = 0
  fc.assert(
    fc.property(evaluation, feedback, ([judged, said], [of, given]) => {
      recordEvaluation({ ...judged, ...said } as never)
      recordFeedback({ ...of, ...given } as never)
      const events = attributes().slice(recorded)
      recorded += events.length
      expect(events.filter((event) => !isWhole(event))).toEqual([])
    }),
    { numRuns: 1000 },
  )
  // Or the test would prove nothing.
  expect(recorded).toBeGreaterThan(300)
})
