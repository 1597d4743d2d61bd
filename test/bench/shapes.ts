/**
 * The calls that are measured, with answers as the API sends them: its usage details, tier and fingerprint are there,
 * because they cost a telemetry attributes.
 */
import type { OpenAI } from 'openai'

const MODEL = 'gpt-4.1-mini-2025-04-14'
const REQUEST_MODEL = 'gpt-4.1-mini'
/** The conversation that every chat sends. */
export const MESSAGES: { role: 'user' | 'assistant'; content: string }[] = Array.from(
  { length: 9 },
  (_, index) => ({
    role: index % 2 === 0 ? 'user' : 'assistant',
    content: `Message ${index}: ${'what people write to a chatbot, '.repeat(6)}`,
  }),
)
const INPUT_TOKENS = 480
const OUTPUT_TOKENS = 40

/** What one shape of call sends and gets, and what a hand-written telemetry would say of it. */
export interface Shape {
  readonly title: string
  /** Calls that are measured. */
  readonly calls: number
  /** Calls before them: compiling goes on for tens of thousands, and the process's CPU time would have a part of it. */
  readonly warmUp: number
  readonly body: string
  readonly contentType: string
  readonly operation: 'chat' | 'embeddings'
  readonly apiType?: string
  readonly call: (client: OpenAI) => Promise<unknown>
  /** Of a stream: chunks with output. */
  readonly chunks?: number
}

const chatUsage = {
  prompt_tokens: INPUT_TOKENS,
  completion_tokens: OUTPUT_TOKENS,
  total_tokens: INPUT_TOKENS + OUTPUT_TOKENS,
  prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
}
const chatHead = {
  id: 'chatcmpl-Bq3vTgTk1sXf8GxUkZ6o0cZ1d2e3f',
  created: 1_760_000_000,
  model: MODEL,
  service_tier: 'default',
  system_fingerprint: 'fp_658b958c37',
}

const plainChat: Shape = {
  title: 'chat',
  calls: 36_000,
  warmUp: 24_000,
  contentType: 'application/json',
  body: JSON.stringify({
    ...chatHead,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Yes', refusal: null, annotations: [] },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: chatUsage,
  }),
  operation: 'chat',
  apiType: 'chat_completions',
  call: async (client) =>
    client.chat.completions.create({ model: REQUEST_MODEL, messages: MESSAGES }),
}

const plainResponse: Shape = {
  title: 'Responses',
  calls: 36_000,
  warmUp: 24_000,
  contentType: 'application/json',
  body: JSON.stringify({
    id: 'resp_68a3f0d2c4f08191a2f7c5d1e2b3a4c50c1d2e3f4a5b6c7d',
    object: 'response',
    created_at: 1_760_000_000,
    status: 'completed',
    error: null,
    incomplete_details: null,
    instructions: null,
    model: MODEL,
    output: [
      {
        id: 'msg_68a3f0d2c4f08191a2f7c5d1e2b3a4c50c1d2e3f4a5b6c7d',
        type: 'message',
        status: 'completed',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'Yes', annotations: [], logprobs: [] }],
      },
    ],
    parallel_tool_calls: true,
    reasoning: { effort: null, summary: null },
    service_tier: 'default',
    text: { format: { type: 'text' } },
    tools: [],
    usage: {
      input_tokens: INPUT_TOKENS,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: OUTPUT_TOKENS,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: INPUT_TOKENS + OUTPUT_TOKENS,
    },
    metadata: {},
  }),
  operation: 'chat',
  apiType: 'responses',
  call: async (client) => client.responses.create({ model: REQUEST_MODEL, input: MESSAGES }),
}

const plainEmbeddings: Shape = {
  title: 'embeddings',
  calls: 36_000,
  warmUp: 24_000,
  contentType: 'application/json',
  body: JSON.stringify({
    object: 'list',
    data: [
      {
        object: 'embedding',
        index: 0,
        embedding: Buffer.from(new Float32Array(1536).fill(0.01).buffer).toString('base64'),
      },
    ],
    model: 'text-embedding-3-small',
    usage: { prompt_tokens: INPUT_TOKENS, total_tokens: INPUT_TOKENS },
  }),
  operation: 'embeddings',
  call: async (client) =>
    client.embeddings.create({
      model: 'text-embedding-3-small',
      input: 'what people write to a chatbot',
    }),
}

function chatStream(chunks: number, calls: number): Shape {
  const head = { ...chatHead, object: 'chat.completion.chunk' }
  const chunk = (delta: object, reason: string | null): object => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
    usage: null,
    obfuscation: 'Zp3xQ9vT1',
  })
  const sent = [
    chunk({ role: 'assistant', content: '', refusal: null }, null),
    ...Array.from({ length: chunks }, () => chunk({ content: ' word' }, null)),
    chunk({}, 'stop'),
    { ...head, choices: [], usage: chatUsage },
  ]
  return {
    ...plainChat,
    title: `a chat stream of ${chunks} chunks`,
    calls,
    warmUp: calls,
    chunks,
    contentType: 'text/event-stream',
    body: `${sent.map((one) => `data: ${JSON.stringify(one)}\n\n`).join('')}data: [DONE]\n\n`,
    call: async (client) => {
      const stream = await client.chat.completions.create({
        model: REQUEST_MODEL,
        messages: MESSAGES,
        stream: true,
        stream_options: { include_usage: true },
      })
      for await (const _chunk of stream);
    },
  }
}

/** Two lengths of stream, so that the cost of a chunk is a difference. */
export const SHORT_STREAM = 50
export const LONG_STREAM = 500

export type ShapeName = 'chat' | 'responses' | 'embeddings' | 'short-stream' | 'long-stream'

export const SHAPES: Readonly<Record<ShapeName, Shape>> = {
  chat: plainChat,
  responses: plainResponse,
  embeddings: plainEmbeddings,
  'short-stream': chatStream(SHORT_STREAM, 3000),
  'long-stream': chatStream(LONG_STREAM, 500),
}
