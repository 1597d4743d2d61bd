import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import {
  definePrompt,
  globalLoggerProvider,
  oneOf,
  recordEvaluation,
  traceInference,
} from '@kansoku/core'
import { context, trace } from '@opentelemetry/api'
import { NodeSDK } from '@opentelemetry/sdk-node'
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { afterEach, describe, expect, it } from 'vitest'

import { azureMonitor } from '../azure-monitor.ts'
import type { AzureMonitorOptions } from '../options.ts'
import {
  connectionStringFor,
  CLOSED_PORT,
  ingestionServer,
  type WireEnvelope,
} from '../testing/ingestion-server.ts'
import { storedTypes } from '../testing/stored.ts'
import { flushTelemetry } from '../with-flush.ts'

afterEach(() => {
  trace.disable()
  context.disable()
  Reflect.deleteProperty(globalThis, Symbol.for('opentelemetry.js.api.1'))
  Reflect.deleteProperty(globalThis, Symbol.for('io.opentelemetry.js.api.logs'))
})

interface Recorded {
  readonly rows: readonly WireEnvelope[]
  readonly requests: number
  /** What an exporter beside ours sees. */
  readonly spans: readonly ReadableSpan[]
}

async function recorded(options: AzureMonitorOptions, record: () => unknown): Promise<Recorded> {
  await using ingestion = await ingestionServer()
  const configuration = azureMonitor({
    connectionString: ingestion.connectionString,
    instrumentOpenAI: false,
    captureMessageContent: true,
    ...options,
  })
  const other = new InMemorySpanExporter()
  const sdk = new NodeSDK({
    ...configuration,
    spanProcessors: [...configuration.spanProcessors, new SimpleSpanProcessor(other)],
    metricReaders: [],
    autoDetectResources: false,
  })
  sdk.start()
  await record()
  const spans = other.getFinishedSpans().slice()
  await sdk.shutdown()
  const rows = ingestion.envelopes.filter(({ data }) => data.baseType !== 'MetricData')
  return { rows, requests: ingestion.requests.length, spans }
}

const prompt = definePrompt({ name: 'answer', version: 7, output: oneOf('Yes', 'No') })
const TEXT = '人がチャットボットに書くこと😀'.repeat(30_000)

/** A model call about this, answered so. */
const call = (text: string, answer = 'Yes', conversation?: readonly string[]): Promise<string> =>
  prompt.run({ metadata: { turn: 2 } }, () =>
    traceInference(
      {
        provider: 'openai',
        model: 'gpt-4o',
        input: (conversation ?? [text]).join(''),
      },
      async (handle) => {
        handle.setUsage({ inputTokens: 12, outputTokens: 1 })
        return answer
      },
    ),
  )

const ofType = (rows: readonly WireEnvelope[], baseType: string): WireEnvelope[] =>
  rows.filter(({ data }) => data.baseType === baseType)
const properties = (row: WireEnvelope | undefined): Record<string, string> =>
  row?.data.baseData.properties ?? {}
const storedOf = (row: WireEnvelope | undefined): Record<string, object> =>
  JSON.parse(properties(row)['llmops.content.stored'] ?? '{}') as Record<string, object>
const isChunk = (row: WireEnvelope): boolean => 'llmops.content.chunk.key' in properties(row)
const indexOf = (row: WireEnvelope): number => Number(properties(row)['llmops.content.chunk.index'])
const INPUT = 'gen_ai.input.messages'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

describe('content that is too much for a row', () => {
  it('comes whole in rows of its own, which belong to the call; its numbers stay', async () => {
    const budgets = { callBytes: 5_000_000, attributeBytes: 5_000_000, textBytes: 5_000_000 }
    const { rows, requests, spans } = await recorded(
      { contentStorage: { overflow: 'chunks' }, contentPolicy: { budgets } },
      () => call(TEXT),
    )
    const [row] = ofType(rows, 'RemoteDependencyData')
    // Requests come in any order.
    const chunks = ofType(rows, 'MessageData').toSorted((a, b) => indexOf(a) - indexOf(b))
    const whole = chunks.map(({ data }) => data.baseData['message']).join('')
    const input = spans[0]?.attributes[INPUT] as string
    expect(input.length).toBeGreaterThan(450_000)
    expect(whole === input).toBe(true)
    expect(storedOf(row)).toEqual({
      [INPUT]: {
        as: 'chunks',
        chunks: chunks.length,
        bytes: Buffer.byteLength(input),
        characters: input.length,
        sha256: sha256(input),
      },
    })
    expect(row?.data.baseData.measurements).toEqual({
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 1,
      'llmops.metadata.turn': 2,
    })
    expect(properties(row)).not.toHaveProperty([INPUT])
    expect(properties(row)).toHaveProperty(['gen_ai.output.messages'])
    expect(chunks.map(properties)).toEqual(
      chunks.map((_, index) => ({
        'llmops.content.chunk.key': INPUT,
        'llmops.content.chunk.index': String(index + 1),
        'llmops.content.chunk.count': String(chunks.length),
        'llmops.content.chunk.sha256': sha256(input),
      })),
    )
    for (const chunk of chunks) {
      expect(chunk.time).toBe(row?.time)
      expect(chunk.tags['ai.operation.id']).toBe(row?.tags['ai.operation.id'])
      expect(chunk.tags['ai.operation.parentId']).toBe(row?.data.baseData['id'])
      expect(chunk.tags['ai.cloud.role']).toBe(row?.tags['ai.cloud.role'])
      expect(Buffer.byteLength(JSON.stringify(chunk))).toBeLessThan(65_536)
    }
    // The row, and 1.4 MB in requests of at most a mebibyte.
    expect(requests).toBe(3)
  })

  it('is bounded to a mebibyte a call, and says that it was cut', async () => {
    const { rows } = await recorded({ contentStorage: { overflow: 'chunks' } }, () => call(TEXT))
    const [row] = ofType(rows, 'RemoteDependencyData')
    expect(properties(row)['llmops.content.truncated']).toBe(`["${INPUT}"]`)
    const { bytes } = storedOf(row)[INPUT] as { bytes: number }
    expect(bytes).toBeLessThanOrEqual(1_048_576)
    expect(bytes).toBeGreaterThan(1_000_000)
  })

  it('leaves only its hash where that is asked for, as does everything of a prompt', async () => {
    const { rows } = await recorded(
      { contentStorage: { overflow: 'hash', prompts: { answer: { mode: 'hash' } } } },
      async () => {
        await call('今日は？')
        await traceInference(
          { provider: 'openai', model: 'gpt-4o', input: 'x'.repeat(50_000) },
          async () => 'Yes',
        )
      },
    )
    const [inPrompt, other] = ofType(rows, 'RemoteDependencyData')
    expect(storedOf(inPrompt)).toMatchObject({
      [INPUT]: { as: 'hash' },
      'gen_ai.output.messages': { as: 'hash' },
    })
    expect(Object.keys(storedOf(other))).toEqual([INPUT])
    expect(JSON.stringify(rows)).not.toMatch(/今日は|xxxx/)
    expect(ofType(rows, 'MessageData')).toEqual([])
  })
})

describe('while the endpoint is down', () => {
  it('content is on disk with its row once the telemetry is flushed', async () => {
    const storageDirectory = mkdtempSync(join(tmpdir(), 'kansoku-content-'))
    const connectionString = connectionStringFor(CLOSED_PORT)
    await recorded(
      { connectionString, storageDirectory, contentStorage: { overflow: 'chunks' } },
      async () => {
        await call(TEXT)
        await flushTelemetry({ timeoutMillis: 300 })
        const types = storedTypes(storageDirectory)
        expect(types.filter((type) => type === 'RemoteDependencyData')).toHaveLength(1)
        // A mebibyte of three bytes a character, 57,342 at a time.
        expect(types.filter((type) => type === 'MessageData')).toHaveLength(19)
      },
    )
    rmSync(storageDirectory, { recursive: true })
  })
})

describe('the budget of a day', () => {
  it('leaves hashes of what comes after it, but for failed calls and invalid outputs', async () => {
    const { rows } = await recorded({ contentStorage: { dailyBytes: 250 } }, async () => {
      await call('first')
      await call('second')
      await call('third', 'Maybe')
      await prompt
        .run({}, () =>
          traceInference({ provider: 'openai', model: 'gpt-4o', input: 'fourth' }, async () => {
            throw new RangeError('no')
          }),
        )
        .catch(() => undefined)
    })
    const calls = ofType(rows, 'RemoteDependencyData').map(properties)
    expect(
      calls.map((each) => [
        /first|second|third|fourth/.exec(each[INPUT] ?? '')?.[0],
        each['llmops.content.degraded'],
      ]),
    ).toEqual([
      ['first', undefined],
      [undefined, 'daily_budget'],
      ['third', undefined],
      ['fourth', undefined],
    ])
  })
})

describe('content on events', () => {
  it('is chunked where the call’s own row has none of it', async () => {
    const { rows } = await recorded(
      { captureMessageContent: 'EVENT_ONLY', contentStorage: { mode: 'chunks' } },
      () => call('今日は？'),
    )
    const [call_] = ofType(rows, 'RemoteDependencyData')
    const [details, ...chunks] = ofType(rows, 'MessageData')
    expect(storedOf(call_)).toEqual({})
    expect(storedOf(details)).toMatchObject({ [INPUT]: { as: 'chunks', chunks: 1 } })
    expect(chunks.map(({ data, tags }) => [data.baseData['message'], tags])).toEqual([
      [expect.stringContaining('今日は？'), details?.tags],
      [expect.stringContaining('Yes'), details?.tags],
    ])
  })

  it('is left to the call’s own row where that has it', async () => {
    const { rows } = await recorded(
      { captureMessageContent: 'SPAN_AND_EVENT', contentStorage: { mode: 'chunks' } },
      () => call('今日は？'),
    )
    const messages = ofType(rows, 'MessageData')
    const details = messages.find((row) => !isChunk(row))
    expect(storedOf(details)).toMatchObject({ [INPUT]: { as: 'span' } })
    expect(messages.filter(isChunk)).toHaveLength(2)
  })

  it('keeps the sentence of a judge beside its score', async () => {
    const { rows } = await recorded(
      {
        captureMessageContent: 'EVENT_ONLY',
        contentStorage: { mode: 'chunks', prompts: { secret: { mode: 'hash' } } },
      },
      () => {
        const judgement = {
          responseId: 'r-1',
          name: 'relevance',
          explanation: '関係が薄い',
          evaluator: { name: 'judge', kind: 'model' },
        } as const
        recordEvaluation({ ...judgement, score: 0.5 })
        recordEvaluation({ ...judgement, score: 1, prompt: { name: 'secret', version: 1 } })
      },
    )
    expect(
      ofType(rows, 'EventData').map((row) => [
        properties(row)['gen_ai.evaluation.explanation'],
        Object.values(storedOf(row)),
      ]),
    ).toEqual([
      ['関係が薄い', []],
      [undefined, [expect.objectContaining({ as: 'hash' })]],
    ])
  })

  it('leaves other log records alone', async () => {
    const { rows } = await recorded({ contentStorage: { mode: 'hash' } }, () => {
      globalLoggerProvider()
        ?.getLogger('app')
        .emit({ attributes: { [INPUT]: 'their own' } } as never)
    })
    expect(ofType(rows, 'MessageData').map(properties)).toEqual([{ [INPUT]: 'their own' }])
  })
})
