import type { Application } from './application.ts'
import { metricAttributes } from './floor.ts'
import { MESSAGES, type Shape } from './shapes.ts'

/**
 * What Kansoku records of a chat or of a response, by hand for this one call: the span's own attributes and context, the
 * five metric records that the conventions ask for, and one for each chunk of a stream. It reads no answer and looks after
 * nothing, as the floor does: the limit of what the same records could cost.
 */
export const withTwin: ByHand = (application, shape, call) =>
  byHand(application, shape, call, () => ({}))

/** The same with the messages on the span, in the conventions' shape. */
export const withTwinAndContent: ByHand = (application, shape, call) =>
  byHand(application, shape, call, () => ({
    'gen_ai.input.messages': messages(MESSAGES),
    'gen_ai.output.messages': messages([{ role: 'assistant', content: 'Yes' }]),
  }))

function messages(sent: readonly { role: string; content: string }[]): string {
  return JSON.stringify(
    sent.map(({ content, role }) => ({ role, parts: [{ type: 'text', content }] })),
  )
}

type ByHand = (
  application: Application,
  shape: Shape,
  call: () => Promise<unknown>,
) => () => Promise<unknown>

function byHand(
  { api }: Application,
  shape: Shape,
  call: () => Promise<unknown>,
  content: () => Record<string, string>,
): () => Promise<unknown> {
  const tracer = api.trace.getTracer('twin')
  const meter = api.metrics.getMeter('twin')
  const advice = { explicitBucketBoundaries: Array.from({ length: 14 }, (_, index) => 4 ** index) }
  const duration = meter.createHistogram('duration', { advice })
  const input = meter.createHistogram('input_tokens', { advice })
  const output = meter.createHistogram('output_tokens', { advice })
  const inputUsage = meter.createCounter('input_usage')
  const timePerOutputChunk = meter.createHistogram('time_per_output_chunk', { advice })
  const outputUsage = meter.createCounter('output_usage')
  // The conventions ask for no tier and no fingerprint on the time of a chunk.
  const {
    'openai.response.service_tier': _tier,
    'openai.response.system_fingerprint': _fingerprint,
    ...ofChunks
  } = metricAttributes(shape)
  return async () => {
    const started = performance.now()
    const span = tracer.startSpan(`${shape.operation} gpt-4.1-mini`, {
      kind: api.SpanKind.CLIENT,
      attributes: {
        'gen_ai.provider.name': 'openai',
        'server.address': 'api.openai.com',
        'server.port': 443,
        'gen_ai.request.model': 'gpt-4.1-mini',
        'openai.api.type': shape.apiType,
        'gen_ai.operation.name': shape.operation,
        'llmops.content.capture': 'none',
      },
    })
    await api.context.with(api.trace.setSpan(api.context.active(), span), call)
    span.setAttributes({
      'gen_ai.response.id': 'chatcmpl-Bq3vTgTk1sXf8GxUkZ6o0cZ1d2e3f',
      'gen_ai.response.model': 'gpt-4.1-mini-2025-04-14',
      'gen_ai.response.finish_reasons': ['stop'],
      'openai.response.service_tier': 'default',
      'openai.response.system_fingerprint': 'fp_658b958c37',
      'gen_ai.usage.input_tokens': 480,
      'gen_ai.usage.output_tokens': 40,
      'gen_ai.usage.cache_read.input_tokens': 0,
      'gen_ai.usage.audio.input_tokens': 0,
      'gen_ai.usage.reasoning.output_tokens': 0,
      'gen_ai.usage.audio.output_tokens': 0,
      ...content(),
    })
    const attributes = metricAttributes(shape)
    duration.record((performance.now() - started) / 1000, attributes)
    input.record(480, attributes)
    output.record(40, attributes)
    const byModality = { ...attributes, 'gen_ai.token.modality': 'unknown' }
    inputUsage.add(480, byModality)
    outputUsage.add(40, byModality)
    const { chunks = 0 } = shape
    for (let chunk = 1; chunk < chunks; chunk++) timePerOutputChunk.record(0.01, ofChunks)
    span.end()
  }
}
