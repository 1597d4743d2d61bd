import type { Application } from './application.ts'
import type { Shape } from './shapes.ts'

/**
 * What nobody can do without, written by hand for this one call: a span of twelve attributes, those of sampling at its
 * start, and three histogram records with the attributes that the conventions ask of them. It reads nothing and looks
 * after nothing: no context, no errors, no streams.
 */
export function withFloor(
  { api }: Application,
  shape: Shape,
  call: () => Promise<unknown>,
): () => Promise<unknown> {
  const tracer = api.trace.getTracer('floor')
  const meter = api.metrics.getMeter('floor')
  const advice = { explicitBucketBoundaries: Array.from({ length: 14 }, (_, index) => 4 ** index) }
  const duration = meter.createHistogram('duration', { advice })
  const input = meter.createHistogram('input_tokens', { advice })
  const output = meter.createHistogram('output_tokens', { advice })
  return async () => {
    const started = performance.now()
    const span = tracer.startSpan(`${shape.operation} gpt-4.1-mini`, {
      kind: api.SpanKind.CLIENT,
      attributes: {
        'gen_ai.operation.name': shape.operation,
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': 'gpt-4.1-mini',
        'openai.api.type': shape.apiType,
        'server.address': 'api.openai.com',
        'server.port': 443,
      },
    })
    await call()
    span.setAttributes({
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.response.id': 'chatcmpl-Bq3vTgTk1sXf8GxUkZ6o0cZ1d2e3f',
      'gen_ai.response.model': 'gpt-4.1-mini-2025-04-14',
      'gen_ai.usage.input_tokens': 480,
      'gen_ai.usage.output_tokens': 40,
      'openai.response.service_tier': 'default',
    })
    const attributes = metricAttributes(shape)
    duration.record((performance.now() - started) / 1000, attributes)
    input.record(480, attributes)
    output.record(40, attributes)
    span.end()
  }
}

/** What the conventions ask of each of the three. */
export function metricAttributes({ operation }: Shape): Record<string, string | number> {
  return {
    'gen_ai.operation.name': operation,
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4.1-mini',
    'gen_ai.response.model': 'gpt-4.1-mini-2025-04-14',
    'openai.response.service_tier': 'default',
    'openai.response.system_fingerprint': 'fp_658b958c37',
    'server.address': 'api.openai.com',
    'server.port': 443,
  }
}
