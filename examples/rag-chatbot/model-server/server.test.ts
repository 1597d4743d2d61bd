import OpenAI, {
  APIConnectionError,
  AuthenticationError,
  NotFoundError,
  RateLimitError,
} from 'openai'
import { afterEach, describe, expect, it } from 'vitest'

import { DEFAULT_RATES, NO_FAULTS } from './rates.ts'
import { type ModelServer, type ModelServerOptions, startModelServer } from './server.ts'
import type { TurnTally } from './tally.ts'

const MODEL = 'gpt-4.1-mini'
const DECISION = {
  role: 'system',
  content:
    'You decide whether the office handbook must be searched.\n\nPrevious search results:\n(none)',
} as const
const ANSWER = {
  role: 'system',
  content:
    'You answer questions about the handbook.\n\nDocuments:\n## 在宅勤務\n在宅勤務は週3日まで認められています。予定は登録してください。',
} as const
const user = (content: string) => ({ role: 'user', content }) as const

const running: ModelServer[] = []
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())))

async function start(options: ModelServerOptions = {}) {
  const server = await startModelServer({ latencyScale: 0, rates: NO_FAULTS, ...options })
  running.push(server)
  return { server, client: new OpenAI({ apiKey: 'any', baseURL: server.baseURL }) }
}

describe('a plain answer', () => {
  it('has the whole shape of a chat completion', async () => {
    const { client } = await start()
    const completion = await client.chat.completions.create({
      model: MODEL,
      messages: [DECISION, user('How do I book a room?')],
    })
    expect({ ...completion, id: 'id', created: 0 }).toEqual({
      id: 'id',
      object: 'chat.completion',
      created: 0,
      model: 'gpt-4.1-mini-2025-04-14',
      choices: [
        {
          index: 0,
          message: { role: 'assistant', content: 'Yes', refusal: null, annotations: [] },
          logprobs: null,
          finish_reason: 'stop',
        },
      ],
      usage: {
        prompt_tokens: 40,
        completion_tokens: 1,
        total_tokens: 41,
        prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
        completion_tokens_details: {
          reasoning_tokens: 0,
          audio_tokens: 0,
          accepted_prediction_tokens: 0,
          rejected_prediction_tokens: 0,
        },
      },
      service_tier: 'default',
      system_fingerprint: 'fp_6b1f3c92d0',
    })
    expect(completion.id).toMatch(/^chatcmpl-[\w-]{29}$/)
    expect(completion._request_id).toMatch(/^req_[0-9a-f]{32}$/)
  })

  it('reports cached tokens for a long prompt', async () => {
    const { client } = await start()
    const { usage } = await client.chat.completions.create({
      model: MODEL,
      messages: [DECISION, user('long '.repeat(1000))],
    })
    expect(usage?.prompt_tokens_details?.cached_tokens).toBe(1280)
  })
})

describe('a streamed answer', () => {
  const body: OpenAI.Chat.ChatCompletionCreateParamsStreaming = {
    model: MODEL,
    messages: [ANSWER, user('在宅勤務は週に何日までできますか?')],
    stream: true,
  }
  const text = '「在宅勤務」によると、在宅勤務は週3日まで認められています。'

  it('comes in pieces of a few characters, Japanese unharmed', async () => {
    const { client } = await start()
    const pieces: string[] = []
    const reasons: unknown[] = []
    for await (const chunk of await client.chat.completions.create(body)) {
      pieces.push(chunk.choices[0]?.delta.content ?? '')
      reasons.push(chunk.choices[0]?.finish_reason)
      expect(chunk).not.toHaveProperty('usage')
    }
    expect(pieces.join('')).toBe(text)
    expect(Math.max(...pieces.map((piece) => piece.length))).toBe(4)
    expect(reasons.filter((reason) => reason !== null)).toEqual(['stop'])
  })

  it('ends in a usage chunk without choices when asked for one', async () => {
    const { client } = await start()
    const stream = await client.chat.completions.create({
      ...body,
      stream_options: { include_usage: true },
    })
    const chunks: OpenAI.Chat.ChatCompletionChunk[] = []
    for await (const chunk of stream) chunks.push(chunk)
    expect(chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true)
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 20 } })
  })

  it('ends with [DONE] on the wire', async () => {
    const { server } = await start()
    const response = await fetch(`${server.baseURL}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer any' },
      body: JSON.stringify(body),
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
    expect((await response.text()).endsWith('\n\ndata: [DONE]\n\n')).toBe(true)
  })
})

describe('errors', () => {
  const messages = [DECISION, user('Hello!')]

  it('refuses a request without a key', async () => {
    const { server } = await start()
    const response = await fetch(`${server.baseURL}/chat/completions`, { method: 'POST' })
    expect(response.status).toBe(401)
    const client = new OpenAI({
      apiKey: 'any',
      baseURL: server.baseURL,
      defaultHeaders: { authorization: null },
    })
    await expect(client.chat.completions.create({ model: MODEL, messages })).rejects.toThrow(
      AuthenticationError,
    )
  })

  it('does not know other models or paths', async () => {
    const { client } = await start()
    await expect(
      client.chat.completions.create({ model: 'gpt-0', messages }),
    ).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
      type: 'invalid_request_error',
    })
    await expect(client.models.list()).rejects.toThrow(NotFoundError)
  })

  it.each([
    { what: 'no model', body: { messages }, param: 'model' },
    { what: 'no messages', body: { model: MODEL }, param: 'messages' },
    { what: 'an empty list', body: { model: MODEL, messages: [] }, param: 'messages' },
    {
      what: 'an unknown role',
      body: { model: MODEL, messages: [{ role: 'robot', content: '' }] },
      param: 'messages[0]',
    },
    {
      what: 'stream_options without stream',
      body: { model: MODEL, messages, stream_options: {} },
      param: 'stream_options',
    },
  ])('answers $what with 400 and the parameter', async ({ body, param }) => {
    const { client } = await start()
    await expect(client.post('/chat/completions', { body })).rejects.toMatchObject({
      status: 400,
      type: 'invalid_request_error',
      param,
    })
  })

  it('answers a body that is no JSON with 400', async () => {
    const { server } = await start()
    const response = await fetch(`${server.baseURL}/chat/completions`, {
      method: 'POST',
      headers: { authorization: 'Bearer any' },
      body: '{"model":',
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toEqual({
      error: {
        message: 'We could not parse the JSON body of your request.',
        type: 'invalid_request_error',
        param: null,
        code: null,
      },
    })
  })

  it('lets the retry of a seeded 429 succeed', async () => {
    const { client, server } = await start({ rates: { ...NO_FAULTS, rateLimitedOnce: 1 } })
    const completion = await client.chat.completions.create({ model: MODEL, messages })
    expect(completion.choices[0]?.message.content).toBe('No')
    expect(server.tally().prompts.search_decision).toMatchObject({ completed: 1, refused: 1 })
  })

  it('fails the call when the 429 persists', async () => {
    const { client, server } = await start({ rates: { ...NO_FAULTS, rateLimited: 1 } })
    await expect(client.chat.completions.create({ model: MODEL, messages })).rejects.toThrow(
      RateLimitError,
    )
    expect(server.tally()).toMatchObject({
      searchDecision: [],
      prompts: { search_decision: { completed: 0, refused: 3 } },
    })
  })
})

describe('the tally', () => {
  it('equals what the client saw, turn by turn', async () => {
    const { client, server } = await start({ rates: { ...DEFAULT_RATES, invalidFormat: 0.3 } })
    const seen = { turns: [] as TurnTally[], tokens: 0, errors: [] as unknown[] }
    const requests = Array.from({ length: 90 }, (_, index) =>
      Array.from({ length: 1 + (index % 3) }, (__, turn) => user(`Question ${index}, ${turn}?`)),
    )
    await Promise.all(
      requests.map(async (questions) => {
        try {
          const { choices, usage } = await client.chat.completions.create({
            model: MODEL,
            messages: [DECISION, ...questions],
          })
          const text = choices[0]?.message.content ?? ''
          const turn = questions.length
          const row = (seen.turns[turn - 1] ??= { turn, Yes: 0, No: 0, Other: 0 })
          row[text === 'Yes' || text === 'No' ? text : 'Other'] += 1
          seen.tokens += usage?.prompt_tokens ?? 0
        } catch (error) {
          seen.errors.push(error)
        }
      }),
    )
    const response = await fetch(`${server.url}/tally`)
    const tally = (await response.json()) as ReturnType<ModelServer['tally']>
    expect(tally).toEqual(server.tally())
    expect(tally.searchDecision).toEqual(seen.turns)
    expect(seen.errors.every((error) => error instanceof RateLimitError)).toBe(true)
    expect(tally.prompts.search_decision).toMatchObject({
      completed: 90 - seen.errors.length,
      promptTokens: seen.tokens,
    })
  })

  it('does not count a stream that the client left', async () => {
    const { client, server } = await start({ latencyScale: 20 })
    const stream = await client.chat.completions.create({
      model: MODEL,
      messages: [ANSWER, user('在宅勤務は?')],
      stream: true,
    })
    for await (const chunk of stream) {
      expect(chunk.choices).toHaveLength(1)
      break
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(server.tally().prompts.answer.completed).toBe(0)
  })
})

/** Question and answer, sorted by question. */
async function answersOf(seed: number, questions: readonly string[]): Promise<string[]> {
  const { client } = await start({ seed, rates: { ...DEFAULT_RATES, invalidFormat: 0.3 } })
  const answers = await Promise.all(
    questions.map(async (question) => {
      const request = { model: MODEL, messages: [DECISION, user(question)] }
      const answer = client.chat.completions
        .create(request)
        .then(({ choices }) => choices[0]?.message.content ?? '', String)
      return `${question} ${await answer}`
    }),
  )
  return answers.toSorted((a, b) => a.localeCompare(b))
}

describe('the server', () => {
  it('answers a seed alike in any order, and another seed otherwise', async () => {
    const questions = Array.from({ length: 40 }, (_, index) => `Question ${index}?`)
    const first = await answersOf(1, questions)
    expect(await answersOf(1, questions.toReversed())).toEqual(first)
    expect(await answersOf(2, questions)).not.toEqual(first)
  })

  it('rejects when the port is taken', async () => {
    const { server } = await start()
    await expect(startModelServer({ port: Number(new URL(server.url).port) })).rejects.toThrow(
      /EADDRINUSE/,
    )
  })

  it('refuses connections after close', async () => {
    const { server, client } = await start()
    await server.close()
    running.length = 0
    await expect(
      client.chat.completions.create({ model: MODEL, messages: [DECISION] }, { maxRetries: 0 }),
    ).rejects.toThrow(APIConnectionError)
  })
})
