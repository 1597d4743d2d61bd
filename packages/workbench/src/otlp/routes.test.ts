import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

import { createEnvelopeMapping } from '@kansoku/azure-monitor/envelopes'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import {
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer'
import { logs, metrics, resources, tracing } from '@opentelemetry/sdk-node'
import { assert, asyncProperty, constantFrom, nat, record, uint8Array } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { post, readStore, temporaryFolder, testWorkbench } from '../testing/workbench.ts'

const resource = resources.resourceFromAttributes({
  'service.name': 'rag-chatbot',
  'service.version': '1.2.3',
  'deployment.environment.name': 'test',
})
const saying = (message: string): unknown => expect.stringContaining(message)

/** `KANSOKU_MALFORMED=100000` for the long proof. */
const COUNT = Number(process.env['KANSOKU_MALFORMED'] ?? 150)
const START = Date.UTC(2026, 10, 24, 12)

function spans(): tracing.ReadableSpan[] {
  const exporter = new tracing.InMemorySpanExporter()
  const spanProcessors = [new tracing.SimpleSpanProcessor(exporter)]
  const tracer = new tracing.BasicTracerProvider({ resource, spanProcessors }).getTracer(
    'test',
    '1',
  )
  const request = tracer.startSpan('POST /ask', {
    kind: SpanKind.SERVER,
    startTime: START,
    attributes: {
      'http.request.method': 'POST',
      'url.path': '/ask',
      'http.response.status_code': 200,
    },
  })
  const call = tracer.startSpan('chat gpt-4.1-mini', {
    kind: SpanKind.CLIENT,
    startTime: START + 10,
    links: [{ context: request.spanContext() }],
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-4.1-mini',
      'gen_ai.usage.input_tokens': 41,
      'gen_ai.usage.output_tokens': 1,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.input.messages': '[{"role":"user","parts":[{"type":"text","content":"天気は?"}]}]',
      'llmops.output.valid': true,
      temperature: 0.25,
    },
  })
  call.addEvent('first chunk', { at: 1 }, START + 20)
  call.recordException(new TypeError('the model hung up'), START + 30)
  call.setStatus({ code: SpanStatusCode.ERROR, message: 'hung up' })
  call.end(START + 52.402)
  request.end(START + 60)
  return exporter.getFinishedSpans()
}

function records(): logs.ReadableLogRecord[] {
  const exporter = new logs.InMemoryLogRecordExporter()
  const processors = [new logs.SimpleLogRecordProcessor({ exporter })]
  const logger = new logs.LoggerProvider({ resource, processors }).getLogger('test')
  logger.emit({
    eventName: 'gen_ai.evaluation.result',
    timestamp: START,
    attributes: {
      'gen_ai.evaluation.name': 'groundedness',
      'gen_ai.evaluation.score.value': 0.75,
      'gen_ai.response.id': 'chatcmpl-1',
    },
  })
  logger.emit({ body: 'plain text', severityNumber: 13, severityText: 'WARN', timestamp: START })
  logger.emit({ body: { of: ['any', { type: true }] }, timestamp: START, attributes: { n: 2 } })
  return exporter.getFinishedLogRecords()
}

async function measured(): Promise<metrics.ResourceMetrics> {
  const exporter = new metrics.InMemoryMetricExporter(metrics.AggregationTemporality.DELTA)
  const reader = new metrics.PeriodicExportingMetricReader({ exporter })
  const meter = new metrics.MeterProvider({ resource, readers: [reader] }).getMeter('test')
  meter.createCounter('calls').add(3, { model: 'a' })
  meter.createGauge('waiting').record(7)
  const histogram = meter.createHistogram('gen_ai.client.operation.duration', { unit: 's' })
  for (const seconds of [0.5, 1.5, 4]) histogram.record(seconds, { model: 'a' })
  await reader.forceFlush()
  const [first] = exporter.getMetrics()
  await reader.shutdown()
  if (first === undefined) throw new Error('nothing was measured')
  return first
}

const TABLES = [
  'AppDependencies',
  'AppRequests',
  'AppExceptions',
  'AppTraces',
  'AppEvents',
  'AppMetrics',
]
/** Delivers, and reads all rows that are on disk then. */
async function rowsAfter(deliver: (url: string) => Promise<unknown>): Promise<unknown> {
  const data = temporaryFolder()
  const workbench = await testWorkbench({ data, clock: () => START + 1000 })
  await deliver(workbench.url)
  await workbench.close()
  const file = join(data, 'kansoku.duckdb')
  const rows = await Promise.all(
    TABLES.map(async (table) => [
      table,
      await readStore(file, `SELECT * FROM ${table} ORDER BY ALL`),
    ]),
  )
  return Object.fromEntries(rows)
}

interface Sent {
  readonly path: string
  readonly protobuf: Uint8Array | undefined
  readonly json: Uint8Array | undefined
  readonly envelopes: readonly unknown[]
}

async function sent(): Promise<readonly Sent[]> {
  const { ofLogRecords, ofMetrics, ofSpans } = createEnvelopeMapping(
    '00000000-0000-0000-0000-000000000000',
  )
  const [ended, logged, points] = [spans(), records(), await measured()]
  return [
    {
      path: '/v1/traces',
      protobuf: ProtobufTraceSerializer.serializeRequest(ended),
      json: JsonTraceSerializer.serializeRequest(ended),
      envelopes: await ofSpans(ended),
    },
    {
      path: '/v1/logs',
      protobuf: ProtobufLogsSerializer.serializeRequest(logged),
      json: JsonLogsSerializer.serializeRequest(logged),
      envelopes: await ofLogRecords(logged),
    },
    {
      path: '/v1/metrics',
      protobuf: ProtobufMetricsSerializer.serializeRequest(points),
      json: JsonMetricsSerializer.serializeRequest(points),
      envelopes: await ofMetrics(points),
    },
  ]
}

const send = (url: string, type: string, body: Uint8Array | string): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': type }, body: Buffer.from(body) })

describe('OTLP', () => {
  it('becomes the rows that the Azure exporter makes of the same telemetry, in both encodings', async () => {
    const all = await sent()
    const azure = await rowsAfter((url) =>
      post(url, JSON.stringify(all.flatMap(({ envelopes }) => envelopes))),
    )
    expect(azure).toMatchObject({
      AppDependencies: [expect.anything()],
      AppEvents: [expect.anything()],
    })
    for (const encoding of ['protobuf', 'json'] as const) {
      const type = encoding === 'json' ? 'application/json' : 'application/x-protobuf'
      // oxlint-disable-next-line no-await-in-loop -- one workbench after the other
      const rows = await rowsAfter((url) =>
        Promise.all(all.map(({ path, ...each }) => send(url + path, type, each[encoding] ?? ''))),
      )
      expect(rows).toEqual(azure)
    }
  })

  it('answers as the protocol says, in the encoding of the request, and a body that is sent again once', async () => {
    const { url } = await testWorkbench()
    const span = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      name: 'from any language',
      kind: 3,
      startTimeUnixNano: '1764072000000000000',
      endTimeUnixNano: '1764072000250000000',
      attributes: [{ key: 'gen_ai.operation.name', value: { stringValue: 'chat' } }],
      somethingNew: { of: ['a', 'later', 'version'] },
    }
    const body = JSON.stringify({
      resourceSpans: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: 'python' } }] },
          scopeSpans: [
            { spans: [span, { ...span, spanId: 'no id' }, { ...span, startTimeUnixNano: 0 }] },
          ],
        },
      ],
    })
    const json = 'application/json; charset=utf-8'
    const partial = {
      partialSuccess: {
        rejectedSpans: '2',
        errorMessage: 'span "from any language": spanId is not 8 bytes',
      },
    }
    for (const _ of ['sent', 'sent again']) {
      // oxlint-disable-next-line no-await-in-loop -- the second comes after the first's answer
      const answer = await send(`${url}/v1/traces`, json, body)
      // oxlint-disable-next-line no-await-in-loop
      expect([answer.status, answer.headers.get('content-type'), await answer.json()]).toEqual([
        200,
        'application/json',
        partial,
      ])
    }
    const found = await query(
      url,
      'AppDependencies | project AppRoleName, Name, DurationMs, ParentId',
    )
    expect(found).toEqual([['python', 'from any language', 250, '']])
    const compressed = await fetch(`${url}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf', 'content-encoding': 'gzip' },
      body: gzipSync(ProtobufLogsSerializer.serializeRequest(records()) ?? ''),
    })
    expect([compressed.status, (await compressed.arrayBuffer()).byteLength]).toEqual([200, 0])
  })

  it('makes no row of a point at which nothing was measured', async () => {
    const { url } = await testWorkbench()
    const at = { timeUnixNano: `${Date.now()}000000` }
    const gauge = {
      dataPoints: [
        { ...at, flags: 1 },
        { ...at, asInt: '7' },
      ],
    }
    const scope = { metrics: [{ name: 'waiting', gauge }] }
    const body = JSON.stringify({ resourceMetrics: [{ scopeMetrics: [scope] }] })
    const answer = await send(`${url}/v1/metrics`, 'application/json', body)
    expect([answer.status, await answer.json()]).toEqual([200, {}])
    expect(await query(url, 'AppMetrics | project Name, Sum')).toEqual([['waiting', 7]])
  })

  it('refuses what is no OTLP, and on demand, by the status of google.rpc', async () => {
    const { url } = await testWorkbench({ refuse: { status: 503, retryAfter: 7, requests: 1 } })
    const ask = async (type: string, body: string | Uint8Array): Promise<unknown> => {
      const answer = await send(`${url}/v1/traces`, type, body)
      const bytes = Buffer.from(await answer.arrayBuffer())
      const said = type.includes('json') ? JSON.parse(bytes.toString()) : bytes.toString('latin1')
      return [answer.status, answer.headers.get('retry-after'), said]
    }
    const json = 'application/json'
    expect(await ask(json, '{}')).toEqual([503, '7', { code: 14, message: saying('Refused') }])
    expect(await ask(json, '{}')).toEqual([200, null, {}])
    expect(await ask(json, '[]')).toEqual([
      400,
      null,
      { code: 3, message: saying('must be an object') },
    ])
    expect(await ask(json, '{"resourceSpans":3}')).toEqual([
      400,
      null,
      { code: 3, message: saying('array expected') },
    ])
    expect(await ask('application/x-protobuf', 'no protobuf')).toEqual([
      400,
      null,
      saying('\u0008\u0003\u0012'),
    ])
    expect(await ask('application/grpc+json', '{}')).toEqual([
      415,
      null,
      { code: 3, message: saying('Content-Type') },
    ])
    const wrong = await fetch(`${url}/v1/traces`)
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'POST'])
  })

  it('refuses a body over the limit, also one that unfolds, and too many requests', async () => {
    const { url } = await testWorkbench({
      bodyLimit: 100_000,
      refuse: { status: 429, retryAfter: 3, requests: 1 },
    })
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    const ask = async (path: string, bytes: number): Promise<unknown> => {
      const body = gzipSync(Buffer.alloc(bytes, 32))
      const answer = await fetch(url + path, { method: 'POST', headers, body })
      return [answer.status, answer.headers.get('retry-after'), await answer.json()]
    }
    // Each path by itself, as the exporters of the signals are.
    expect(await ask('/v1/logs', 10)).toEqual([429, '3', { code: 8, message: saying('Refused') }])
    expect(await ask('/v1/traces', 10)).toEqual([429, '3', { code: 8, message: saying('Refused') }])
    const tooLarge = { code: 3, message: saying('larger than 100000 bytes') }
    expect(await ask('/v1/logs', 20_000_000)).toEqual([413, null, tooLarge])
    expect(await ask('/v1/traces', 20_000_000)).toEqual([413, null, tooLarge])
  })

  it('survives whatever comes as a body', { timeout: 600_000 }, async () => {
    const { url } = await testWorkbench()
    const all = await sent()
    const good = all.flatMap(({ json, path, protobuf }) => [
      { path, type: 'application/x-protobuf', body: Buffer.from(protobuf ?? []) },
      { path, type: 'application/json', body: Buffer.from(json ?? []) },
    ])
    const damage = record({
      of: constantFrom(...good),
      at: nat(4000),
      cut: nat(8),
      by: uint8Array({ maxLength: 8 }),
    })
    await assert(
      asyncProperty(damage, async ({ of: { body, path, type }, at, by, cut }) => {
        const where = at % body.length
        const damaged = Buffer.concat([body.subarray(0, where), by, body.subarray(where + cut)])
        const answer = await send(url + path, type, damaged)
        const wrong = [200, 400].includes(answer.status) ? '' : await answer.text()
        expect(wrong).toBe('')
      }),
      { numRuns: COUNT },
    )
    expect((await fetch(`${url}/health`)).status).toBe(200)
  })
})

async function query(url: string, text: string): Promise<unknown> {
  const answer = await fetch(`${url}/api/query`, {
    method: 'POST',
    body: JSON.stringify({ query: text }),
  })
  return ((await answer.json()) as { rows: unknown }).rows
}
