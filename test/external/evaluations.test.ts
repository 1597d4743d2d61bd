import {
  callRefOf,
  type CaptureMode,
  configureTelemetry,
  createTelemetry,
  definePrompt,
  recordEvaluation,
  recordFeedback,
  startInference,
} from '@kansoku/core'
import { createNoopMeter } from '@opentelemetry/api'
import { afterEach, describe, expect, it } from 'vitest'

import {
  record,
  type Recorder,
} from '../../packages/instrumentation-openai/src/testing/telemetry.ts'
import { createJudge } from './semconv-judge.ts'

let recorder: Recorder

afterEach(async () => {
  configureTelemetry({
    tracerProvider: undefined,
    loggerProvider: undefined,
    captureMessageContent: undefined,
  })
  await recorder.stop()
})

function judgeOneCall(captureMessageContent: CaptureMode): void {
  const { loggerProvider, tracerProvider } = recorder.providers
  configureTelemetry({ tracerProvider, loggerProvider, captureMessageContent })
  const telemetry = createTelemetry({
    tracer: () => tracerProvider.getTracer('test'),
    meter: createNoopMeter(),
  })
  const prompt = definePrompt({ name: 'answer', version: 1 })
  prompt.run({ conversationId: 'c-1', metadata: { turn: 1 } }, () =>
    startInference(telemetry, { name: 'chat', attributes: {} }).end({
      kind: 'success',
      response: { attributes: { 'gen_ai.response.id': 'chatcmpl-1' } },
    }),
  )
  const evaluator = { name: 'judge', kind: 'model' } as const
  const call = callRefOf({ id: 'chatcmpl-1' })
  recordEvaluation({ call, name: 'relevance', score: 0.5, label: 'partly', evaluator })
  recordEvaluation({ call, name: 'relevance', score: 1, explanation: 'canary', evaluator })
  recordEvaluation({ call, name: 'relevance', error: new RangeError('canary'), evaluator })
  recordFeedback({ call, thumb: 'down', comment: 'canary', userId: 'u-1', metadata: { turn: 1 } })
  recordFeedback({ call, rating: 3, name: 'stars' })
}

describe('evaluations, in the eyes of the GenAI conventions', () => {
  it.each(['NO_CONTENT', 'SPAN_ONLY', 'EVENT_ONLY', 'SPAN_AND_EVENT'] as const)(
    'keep every rule with %s, and content where it was asked for',
    (capture) => {
      recorder = record()
      judgeOneCall(capture)
      const events = recorder.events()
      const spans = recorder.spans()
      const judge = createJudge({ capture, ours: ['llmops.', 'enduser.pseudo.id'] })
      expect(events).toHaveLength(5)
      expect(events.flatMap((event) => judge.event(event, spans))).toEqual([])
      const wanted = capture === 'EVENT_ONLY' || capture === 'SPAN_AND_EVENT' ? 2 : 0
      const told = JSON.stringify(events.map(({ attributes }) => attributes)).split('canary')
      expect(told.length - 1).toBe(wanted)
    },
  )
})
