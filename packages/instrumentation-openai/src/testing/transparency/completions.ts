import { caught, drain, type Scenario, seen } from './scenario.ts'

const PARAMS = { model: 'gpt-3.5-turbo-instruct', prompt: 'canary-prompt' }
const STREAMED = { ...PARAMS, stream: true } as const

function completion(text: string, finish_reason: string | null, usage?: unknown): unknown {
  return {
    id: 'cmpl-1',
    object: 'text_completion',
    created: 1,
    model: 'gpt-3.5-turbo-instruct:1',
    choices: [{ text, index: 0, logprobs: null, finish_reason }],
    usage: usage ?? null,
  }
}

const USAGE = { prompt_tokens: 5, completion_tokens: 9, total_tokens: 14 }
const OK = { finish: ['stop'], usage: [5, 9] } as const

/** Ways to use the completions of old. */
export const COMPLETIONS: readonly Scenario[] = [
  {
    name: 'completions: await, withResponse, asResponse',
    answers: [{ json: completion('canary-completion', 'stop', USAGE) }],
    run: async ({ client }) => {
      const promise = client.completions.create(PARAMS)
      const looks = [seen(promise), seen(await promise)]
      const { data, request_id } = await client.completions.create(PARAMS).withResponse()
      const raw = await client.completions.create(PARAMS).asResponse()
      return [...looks, seen(data), request_id, await raw.json()]
    },
    ends: [OK, OK, {}],
  },
  {
    name: 'completions: a stream',
    answers: [
      {
        events: [
          completion('Y', null),
          completion('es', 'stop'),
          { ...(completion('', null, USAGE) as object), choices: [] },
        ],
      },
    ],
    run: async ({ client }) => {
      const stream = await client.completions.create(STREAMED)
      return [seen(stream), await drain(stream)]
    },
    ends: [OK],
  },
  {
    name: 'completions: a stream that is left, and an error',
    answers: [
      { events: [completion('canary-completion', null)], ending: 'hang' },
      { json: { error: { message: 'a chat model', code: null } }, status: 404 },
    ],
    run: async ({ client }) => {
      const stream = await client.completions.create(STREAMED)
      for await (const _ of stream) break
      return caught(() => client.completions.create(PARAMS))
    },
    ends: [{ finish: ['error'] }, { error: '404' }],
  },
]
