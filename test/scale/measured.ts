/** What the real exporter makes of calls: envelopes, and of them the rows, in bytes. */
import { azureMonitor } from '@kansoku/azure-monitor'
import { definePrompt, oneOf } from '@kansoku/core'
import { instrumentOpenAI } from '@kansoku/instrumentation-openai'
import { context, metrics, propagation, trace } from '@opentelemetry/api'
import { NodeSDK } from '@opentelemetry/sdk-node'
import OpenAI from 'openai'

import { envelopeToRow } from '../../packages/workbench/src/rows/envelope.ts'
import type { Row } from '../../packages/workbench/src/rows/row.ts'
import { SHAPES } from '../bench/shapes.ts'

/** Of one table. */
export interface Size {
  readonly rows: number
  /** On the wire, before compression. */
  readonly sent: number
  /** The text of the columns, which is what Azure bills by. */
  readonly stored: number
}
export type Sizes = Readonly<Record<string, Size>>

export interface Measured {
  /** A call that succeeds, and one that fails; without what is once a process. */
  readonly call: Sizes
  readonly failedCall: Sizes
  /** The call with content of so many characters on its row. */
  readonly callWithContent: Sizes
  readonly contentCharacters: number
  /** One export of the metrics of a process that calls one model. */
  readonly metrics: Sizes
  /** What a finished span takes of the heap while it waits, content off. */
  readonly waitingBytes: number
}

/** Enough calls for what is once a batch to vanish among them. */
const CALLS = 512
const CONTENT_CHARACTERS = 4000

export async function measured(): Promise<Measured> {
  const question = 'なぜ空は青いのですか? '.repeat(Math.ceil(CONTENT_CHARACTERS / 12))
  const content = question.slice(0, CONTENT_CHARACTERS)
  const [ok, failed, full] = [
    await sent({ captureMessageContent: 'NO_CONTENT' }, { status: 200 }),
    await sent({ captureMessageContent: 'NO_CONTENT' }, { status: 429 }),
    await sent({ captureMessageContent: 'SPAN_ONLY' }, { status: 200, content }),
  ]
  const perCall = ({ rows }: Sent): Sizes =>
    sizes(
      rows.filter(({ row }) => row.table !== 'AppMetrics'),
      CALLS,
    )
  return {
    call: perCall(ok),
    failedCall: perCall(failed),
    callWithContent: perCall(full),
    contentCharacters: CONTENT_CHARACTERS,
    metrics: sizes(
      ok.rows.filter(({ row }) => row.table === 'AppMetrics'),
      1,
    ),
    waitingBytes: ok.waitingBytes,
  }
}

interface Capture {
  readonly captureMessageContent: 'NO_CONTENT' | 'SPAN_ONLY'
}
interface Answered {
  readonly status: number
  readonly content?: string
}
interface SentRow {
  readonly row: Row
  readonly bytes: number
}
interface Sent {
  readonly rows: readonly SentRow[]
  readonly waitingBytes: number
}

/** The rows of so many calls through the real SDK and exporter, to an endpoint inside this process. */
async function sent(capture: Capture, answered: Answered): Promise<Sent> {
  const rows: SentRow[] = []
  const one = caller(capture, answered)
  const sdk = new NodeSDK({
    ...azureMonitor({
      ...capture,
      connectionString:
        'InstrumentationKey=11111111-2222-3333-4444-555555555555;IngestionEndpoint=https://ingestion.invalid',
      serviceName: 'rag-chatbot',
      instrumentOpenAI: false,
      disableOfflineStorage: true,
      maxBatchSize: 2 * CALLS,
      batchDelayMillis: 60_000,
      exporterOptions: { httpClient: accepting(rows) as never },
    }),
    autoDetectResources: false,
  })
  sdk.start()
  try {
    globalThis.gc?.()
    const before = process.memoryUsage().heapUsed
    // oxlint-disable-next-line no-await-in-loop -- as one user after the other
    for (let index = 0; index < CALLS; index++) await one().catch(() => undefined)
    globalThis.gc?.()
    const waitingBytes = (process.memoryUsage().heapUsed - before) / CALLS
    await sdk.shutdown()
    return { rows, waitingBytes }
  } finally {
    for (const api of [trace, metrics, context, propagation]) api.disable()
    Reflect.deleteProperty(globalThis, Symbol.for('opentelemetry.js.api.1'))
    Reflect.deleteProperty(globalThis, Symbol.for('io.opentelemetry.js.api.logs'))
  }
}

/** Takes everything, and keeps it. */
function accepting(rows: SentRow[]): object {
  return {
    sendRequest: async (request: { body: string; headers: unknown }) => {
      const envelopes = JSON.parse(request.body) as unknown[]
      for (const envelope of envelopes)
        rows.push({
          row: envelopeToRow(envelope, BigInt(Date.now()) * 1000n),
          bytes: Buffer.byteLength(JSON.stringify(envelope)),
        })
      const { length } = envelopes
      return {
        request,
        status: 200,
        headers: request.headers,
        bodyAsText: JSON.stringify({ itemsReceived: length, itemsAccepted: length, errors: [] }),
      }
    },
  }
}

const prompt = definePrompt({ name: 'search_decision', version: 3, output: oneOf('Yes', 'No') })

function caller(capture: Capture, { content, status }: Answered): () => Promise<unknown> {
  const { body, contentType } = SHAPES.chat
  const answer = status === 200 ? body : '{"error":{"message":"Too many requests","code":"429"}}'
  const client = new OpenAI({
    apiKey: 'none',
    baseURL: 'https://api.openai.com/v1',
    maxRetries: 0,
    fetch: async () => new Response(answer, { status, headers: { 'content-type': contentType } }),
  })
  instrumentOpenAI(client, capture)
  return () =>
    prompt.run({ conversationId: 'c-0123456789', metadata: { turn: 3 } }, () =>
      client.chat.completions.create({
        model: 'gpt-4.1-mini',
        messages: [{ role: 'user', content: content ?? 'Is it open today?' }],
      }),
    )
}

/** By table, for one of `count`. */
function sizes(rows: readonly SentRow[], count: number): Sizes {
  const tables = [...new Set(rows.map(({ row }) => row.table))]
  return Object.fromEntries(
    tables.map((table) => {
      const those = rows.filter(({ row }) => row.table === table)
      const sum = (of: (row: SentRow) => number): number =>
        those.reduce((total, row) => total + of(row), 0) / count
      return [
        table,
        { rows: sum(() => 1), sent: sum(({ bytes }) => bytes), stored: sum(storedBytes) },
      ]
    }),
  )
}

/** Microsoft's "Azure Monitor Logs cost calculations and options": the text of the columns without those of every table. */
function storedBytes({ row }: SentRow): number {
  return Object.entries(row.cells)
    .filter(([name, value]) => value !== null && name !== 'Type' && !name.startsWith('_'))
    .reduce((total, [name, value]) => total + textBytes(name, value), 0)
}

function textBytes(name: string, value: unknown): number {
  // A time is a number of microseconds in the store; as text it has 28 characters.
  return name === 'TimeGenerated' ? 28 : Buffer.byteLength(String(value))
}
