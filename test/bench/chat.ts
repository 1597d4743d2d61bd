import { OpenAIInstrumentation } from '@kansoku/instrumentation-openai'
/**
 * One variant of calling the client, in a process of its own: prints the CPU microseconds of one call.
 * The client is the real one; its fetch answers at once, so that little but the client and the telemetry is measured.
 */
import { metrics, SpanKind, trace } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base'
import * as openai from 'openai'

const [variant = 'bare', shape = 'plain'] = process.argv.slice(2)
const CHUNKS = 50
const calls = shape === 'plain' ? 20_000 : 2_000
const warmUp = calls / 4

const discard: SpanExporter = {
  export: (_spans, done) => done({ code: 0 }),
  shutdown: async () => {},
}
trace.setGlobalTracerProvider(
  new BasicTracerProvider({
    spanProcessors: [new BatchSpanProcessor(discard, { maxQueueSize: 100_000 })],
  }),
)
metrics.setGlobalMeterProvider(
  new MeterProvider({
    readers: [
      new PeriodicExportingMetricReader({
        exporter: new InMemoryMetricExporter(AggregationTemporality.DELTA),
        exportIntervalMillis: 3_600_000,
      }),
    ],
  }),
)

const usage = { prompt_tokens: 120, completion_tokens: 40, total_tokens: 160 }
const head = { id: 'chatcmpl-1', created: 1, model: 'gpt-4.1-mini-2025-04-14' }
const body =
  shape === 'plain'
    ? JSON.stringify({
        ...head,
        object: 'chat.completion',
        choices: [
          { index: 0, message: { role: 'assistant', content: 'Yes' }, finish_reason: 'stop' },
        ],
        usage,
      })
    : [
        ...Array.from({ length: CHUNKS }, () => ({
          ...head,
          object: 'chat.completion.chunk',
          choices: [{ index: 0, delta: { content: 'word ' }, finish_reason: null }],
        })),
        { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
        { ...head, choices: [], usage },
      ]
        .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
        .join('') + 'data: [DONE]\n\n'
const type = shape === 'plain' ? 'application/json' : 'text/event-stream'

const client = new openai.OpenAI({
  apiKey: 'none',
  baseURL: 'http://127.0.0.1:1/v1',
  // A turn of the event loop, as any network takes: without it whatever waits for its turn would pile up.
  fetch: async () => {
    await new Promise(setImmediate)
    return new Response(body, { headers: { 'content-type': type } })
  },
})
const messages = Array.from({ length: 9 }, (_, index) => ({
  role: index % 2 === 0 ? ('user' as const) : ('assistant' as const),
  content: `Message ${index}: ${'what people write to a chatbot, '.repeat(6)}`,
}))

async function call(): Promise<void> {
  if (shape === 'plain') {
    await client.chat.completions.create({ model: 'gpt-4.1-mini', messages })
    return
  }
  const stream = await client.chat.completions.create({
    model: 'gpt-4.1-mini',
    messages,
    stream: true,
  })
  for await (const _chunk of stream);
}

/** What nobody can do without: one span with twelve attributes, three histogram records. */
async function floor(): Promise<void> {
  const span = tracer.startSpan('chat gpt-4.1-mini', {
    kind: SpanKind.CLIENT,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4.1-mini',
      'server.address': '127.0.0.1',
      'server.port': 1,
      'openai.api.type': 'chat_completions',
    },
  })
  await call()
  span.setAttributes({
    'gen_ai.response.id': head.id,
    'gen_ai.response.model': head.model,
    'gen_ai.response.finish_reasons': ['stop'],
    'gen_ai.usage.input_tokens': usage.prompt_tokens,
    'gen_ai.usage.output_tokens': usage.completion_tokens,
    'openai.response.service_tier': 'default',
  })
  for (const histogram of histograms) histogram.record(1, base)
  span.end()
}
const tracer = trace.getTracer('floor')
const histograms = ['a', 'b', 'c'].map((name) => metrics.getMeter('floor').createHistogram(name))
const base = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-4.1-mini',
  'gen_ai.response.model': head.model,
  'server.address': '127.0.0.1',
  'server.port': 1,
}

if (variant.startsWith('kansoku'))
  new OpenAIInstrumentation({
    captureMessageContent: variant === 'kansoku-content' ? 'SPAN_ONLY' : 'NO_CONTENT',
  }).manuallyInstrument(openai)
const one = variant === 'floor' ? floor : call

// One after the other is what is measured.
for (let index = 0; index < warmUp; index++) await one() // oxlint-disable-line no-await-in-loop
const before = process.cpuUsage()
for (let index = 0; index < calls; index++) await one() // oxlint-disable-line no-await-in-loop
const { user, system } = process.cpuUsage(before)
console.log((user + system) / calls)
process.exit()
