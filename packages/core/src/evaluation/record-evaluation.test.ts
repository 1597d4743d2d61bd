import { context, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'

import { definePrompt } from '../context/define-prompt.ts'
import { withConversation, withMetadata } from '../context/with-context.ts'
import { configureTelemetry, defaultTelemetry } from '../operation/default-telemetry.ts'
import { startInference } from '../operation/operation.ts'
import type { Telemetry } from '../operation/telemetry.ts'
import { traceAgent } from '../trace/trace-agent.ts'
import { traceInference } from '../trace/trace-inference.ts'
import { callRefOf, currentCall } from './call-ref.ts'
import type { Evaluation } from './evaluation.ts'
import { recordEvaluation } from './record-evaluation.ts'
import { recordFeedback } from './record-feedback.ts'
import { useRecorder } from './testing/recorder.ts'

const { attributes, events, said, spans, tracerProvider } = useRecorder()

const evaluator = { name: 'relevance_judge', kind: 'model' } as const
const JUDGED = {
  'gen_ai.evaluation.name': 'relevance',
  'llmops.evaluation.evaluator.name': 'relevance_judge',
  'llmops.evaluation.evaluator.kind': 'model',
}
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const SPAN = '00f067aa0ba902b7'

const prompt = definePrompt({ name: 'answer', version: 2 })

/** A model call in a prompt, from start to end; its span as text. */
function call(responseId: string): string {
  const operation = prompt.run({ conversationId: 'c-1', metadata: { turn: 1 } }, () =>
    startInference(defaultTelemetry() as Telemetry, { name: 'chat', attributes: {} }),
  )
  const span = trace.getSpanContext(operation.context)
  operation.end({
    kind: 'success',
    response: { attributes: { 'gen_ai.response.id': responseId } },
  })
  return `${span?.traceId}-${span?.spanId}`
}

describe('recordEvaluation', () => {
  it('records the conventions’ event, joined by the id of the response', () => {
    recordEvaluation({
      responseId: 'chatcmpl-elsewhere',
      name: 'relevance',
      score: 0.8,
      label: 'relevant',
      evaluator,
      prompt: { name: 'search_decision', version: 3 },
      conversationId: 'c-7',
      metadata: { turn: 2 },
    })
    expect(events()).toEqual([
      {
        eventName: 'gen_ai.evaluation.result',
        severityNumber: undefined,
        span: undefined,
        attributes: {
          ...JUDGED,
          'gen_ai.evaluation.score.value': 0.8,
          'gen_ai.evaluation.score.label': 'relevant',
          'gen_ai.response.id': 'chatcmpl-elsewhere',
          'llmops.prompt.name': 'search_decision',
          'llmops.prompt.version': '3',
          'llmops.conversation.id': 'c-7',
          'llmops.metadata.turn': 2,
        },
      },
    ])
  })

  it('finds span, prompt and conversation of a call that this process made', () => {
    const span = call('chatcmpl-1')
    recordEvaluation({ responseId: 'chatcmpl-1', name: 'relevance', score: 1, evaluator })
    expect(spans()).toEqual([span])
    expect(attributes()).toEqual([
      {
        ...JUDGED,
        'gen_ai.evaluation.score.value': 1,
        'gen_ai.response.id': 'chatcmpl-1',
        'llmops.prompt.name': 'answer',
        'llmops.prompt.version': '2',
        'llmops.conversation.id': 'c-1',
      },
    ])
  })

  it('finds them again from a reference that went through JSON to another process', () => {
    const span = call('chatcmpl-2')
    const stored = JSON.stringify(callRefOf({ id: 'chatcmpl-2' }))
    for (let other = 0; other < 2000; other++) call(`other-${other}`)
    expect(callRefOf({ id: 'chatcmpl-2' })).toEqual({ responseId: 'chatcmpl-2' })
    recordEvaluation({ call: JSON.parse(stored), name: 'relevance', label: 'good', evaluator })
    expect(spans()).toEqual([span])
    expect(attributes()).toEqual([
      {
        ...JUDGED,
        'gen_ai.evaluation.score.label': 'good',
        'gen_ai.response.id': 'chatcmpl-2',
        'llmops.prompt.name': 'answer',
        'llmops.prompt.version': '2',
        'llmops.conversation.id': 'c-1',
      },
    ])
  })

  it.each([
    ['a traceparent', `00-${TRACE}-${SPAN}-01`],
    ['a SpanContext', { traceId: TRACE, spanId: SPAN, traceFlags: 1 }],
    ['the columns of a row', { traceId: TRACE.toUpperCase(), spanId: SPAN }],
  ])('takes %s for a call, whatever span is active', (_, given) => {
    const active = trace.setSpan(ROOT_CONTEXT, tracerProvider.getTracer('app').startSpan('GET /'))
    context.with(active, () =>
      recordEvaluation({ call: given, name: 'relevance', score: 1, evaluator }),
    )
    expect(spans()).toEqual([`${TRACE}-${SPAN}`])
  })

  it('takes of a reference that came back through a browser only what is one', () => {
    recordEvaluation({
      call: {
        responseId: 'x'.repeat(257),
        conversationId: { $ne: '' },
        prompt: { name: '<script>', version: 1 },
        traceFlags: 'all',
        traceId: TRACE,
        spanId: SPAN,
      } as never,
      name: 'relevance',
      score: 1,
      evaluator,
    })
    expect(spans()).toEqual([`${TRACE}-${SPAN}`])
    expect(attributes()).toEqual([{ ...JUDGED, 'gen_ai.evaluation.score.value': 1 }])
  })

  it('belongs to the active span where no call is named, and takes what its context says', () => {
    const span = tracerProvider
      .getTracer('app')
      .startSpan('chat', { attributes: { 'gen_ai.operation.name': 'chat' } })
    const { spanId, traceId } = span.spanContext()
    context.with(trace.setSpan(context.active(), span), () =>
      withConversation('c-2', () =>
        prompt.run({ metadata: { turn: 4, user: 'x' } }, () =>
          recordEvaluation({ name: 'relevance', score: 1, evaluator, metadata: { user: 'y' } }),
        ),
      ),
    )
    expect(spans()).toEqual([`${traceId}-${spanId}`])
    expect(attributes()).toEqual([
      {
        ...JUDGED,
        'gen_ai.evaluation.score.value': 1,
        'llmops.prompt.name': 'answer',
        'llmops.prompt.version': '2',
        'llmops.conversation.id': 'c-2',
        'llmops.metadata.turn': 4,
        'llmops.metadata.user': 'y',
      },
    ])
  })

  it('belongs to the call that is traced by hand around it, and its reference says so later', () => {
    const ref = traceAgent({ name: 'planner' }, () =>
      traceInference({ provider: 'mistral_ai', model: 'small' }, () => {
        recordEvaluation({ name: 'relevance', score: 1, evaluator })
        return currentCall()
      }),
    )
    recordEvaluation({ call: ref, name: 'relevance', score: 0, evaluator })
    const span = `${ref?.traceId}-${ref?.spanId}`
    expect(spans()).toEqual([span, span])
    expect(said).toEqual([])
  })

  it('is not taken for a judgement of the judge, who has a prompt and a span of its own', () => {
    const span = tracerProvider.getTracer('app').startSpan('chat judge')
    context.with(trace.setSpan(context.active(), span), () =>
      definePrompt({ name: 'judge', version: 1 }).run({ metadata: { turn: 9 } }, () => {
        recordEvaluation({ responseId: 'judged', name: 'relevance', score: 1, evaluator })
        recordEvaluation({ responseId: undefined, name: 'relevance', score: 1, evaluator })
      }),
    )
    expect(spans()).toEqual([undefined, undefined])
    expect(said.join()).toContain('recordEvaluation(): it belongs to no call')
    expect(attributes()[0]).toEqual({
      ...JUDGED,
      'gen_ai.evaluation.score.value': 1,
      'gen_ai.response.id': 'judged',
    })
  })

  it('leaves the rest of the context to the log processors', () => {
    const baggage = propagation.createBaggage({ tenant: { value: 'contoso' } })
    let seen: unknown
    configureTelemetry({
      loggerProvider: {
        getLogger: () => ({
          emit: (record) => {
            seen = propagation.getBaggage(record.context)?.getEntry('tenant')?.value
          },
        }),
      },
    })
    context.with(propagation.setBaggage(context.active(), baggage), () =>
      recordEvaluation({ responseId: 'r', name: 'relevance', score: 1, evaluator }),
    )
    expect(seen).toBe('contoso')
  })

  it('says of an evaluator that failed what its error is, not what it says', () => {
    class JudgeError extends Error {}
    recordEvaluation({
      responseId: 'r',
      name: 'relevance',
      error: new JudgeError('secret'),
      evaluator,
    })
    expect(attributes()).toEqual([
      { ...JUDGED, 'error.type': 'JudgeError', 'gen_ai.response.id': 'r' },
    ])
  })

  it.each([
    [{ score: NaN }, 'score must be a finite number, got NaN'],
    [{ score: -Infinity }, 'score must be a finite number, got -Infinity'],
    [{ score: '1' }, 'score must be a finite number, got string'],
    [{}, 'there must be a score, a label or an error'],
    [{ label: '' }, 'label must be a text of 1 to 100 characters: one of a small set of words'],
    [{ score: 1, name: ' ' }, 'name must be a text of 1 to 100 characters'],
    [
      { score: 1, evaluator: 7 },
      "evaluator must be { name, kind }, the kind 'code', 'model' or 'human'",
    ],
  ])('records nothing of %j and says why, once', (wrong, why) => {
    const evaluation = { responseId: 'r', name: 'relevance', evaluator, ...wrong } as Evaluation
    recordEvaluation(evaluation)
    recordEvaluation(evaluation)
    expect(events()).toEqual([])
    expect(said).toEqual([`kansoku: recordEvaluation(): ${why}. It is not recorded`])
  })

  it.each([
    { label: 'x'.repeat(101) },
    { score: 1, evaluator: undefined },
    { score: 1, evaluator: { name: 'a', kind: 'robot' } },
    { score: 1, evaluator: { name: '', kind: 'code' } },
    { score: 1, name: 7 },
  ])('records nothing of %j', (wrong) => {
    recordEvaluation({ responseId: 'r', name: 'relevance', evaluator, ...wrong } as Evaluation)
    expect(events()).toEqual([])
  })

  it.each([undefined, null, 'text'])('never throws, given %j', (value) => {
    expect(() => recordEvaluation(value as never)).not.toThrow()
    expect(() => recordFeedback(value as never)).not.toThrow()
  })

  it('never throws, given what throws', () => {
    const hostile = new Proxy({} as Evaluation & { thumb: 'up' }, {
      get: () => {
        throw new Error('mine')
      },
    })
    expect(() => recordEvaluation(hostile)).not.toThrow()
    expect(() => recordFeedback(hostile)).not.toThrow()
  })

  it.each([
    'what',
    '00-0-0-01',
    { traceId: 'x', spanId: 'y' },
    { traceId: TRACE, spanId: '0'.repeat(16) },
  ])('keeps the judgement where its call is no reference: %j', (given) => {
    recordEvaluation({ call: given, name: 'relevance', score: 1, evaluator })
    expect(events()).toMatchObject([{ span: undefined, attributes: JUDGED }])
  })

  it('keeps a judgement in the request around its call, and says that it may be lost there', () => {
    const request = tracerProvider.getTracer('app').startSpan('GET /')
    const { spanId, traceId } = request.spanContext()
    context.with(trace.setSpan(context.active(), request), () => recordFeedback({ thumb: 'up' }))
    expect(spans()).toEqual([`${traceId}-${spanId}`])
    expect(said.join()).toContain('recordFeedback(): it belongs to no call')
  })

  it('keeps a judgement that belongs to no call', () => {
    recordEvaluation({ name: 'relevance', score: 1, evaluator })
    expect(attributes()).toEqual([{ ...JUDGED, 'gen_ai.evaluation.score.value': 1 }])
  })

  it('says that there is nobody to take it', () => {
    configureTelemetry({ loggerProvider: undefined })
    recordEvaluation({ responseId: 'r', name: 'relevance', score: 1, evaluator })
    expect(said).toEqual([
      'kansoku: recordEvaluation(): evaluations are log records with a name, and there is no OpenTelemetry logger provider to take them',
    ])
  })
})

describe('references', () => {
  it('are those of the active span and its context', () => {
    expect(currentCall()).toBeUndefined()
    const span = tracerProvider.getTracer('app').startSpan('chat')
    const { spanId, traceId } = span.spanContext()
    const ref = context.with(trace.setSpan(context.active(), span), () =>
      prompt.run({ conversationId: 'c-3' }, () => withMetadata({ turn: 1 }, currentCall)),
    )
    expect(ref).toEqual({
      traceId,
      spanId,
      traceFlags: 1,
      prompt: { name: 'answer', version: 2 },
      conversationId: 'c-3',
    })
  })
})
