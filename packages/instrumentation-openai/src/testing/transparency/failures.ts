import { choice, completion } from '../fixtures.ts'
import { caught, PARAMS, type Scenario, seen, STREAMED } from './scenario.ts'

const YES = { json: completion([choice({ content: 'Yes' })]) }
const limited = {
  status: 429,
  json: { error: { message: 'Rate limit reached', type: 'requests', code: 'rate_limit_exceeded' } },
}

/** Ways in which a call fails before there is an answer. */
export const FAILURES: readonly Scenario[] = [
  ...(
    [
      [400, { error: { message: 'Bad', type: 'invalid_request_error', param: 'n', code: null } }],
      [401, { error: { message: 'Incorrect API key', code: 'invalid_api_key' } }],
      [404, { error: { message: 'No such model', code: 'model_not_found' } }],
      [500, { error: { message: 'The server had an error' } }],
      [503, 'plain text'],
    ] as const
  ).map(([status, json]): Scenario => ({
    name: `HTTP ${status}`,
    answers: [{ status, json }],
    run: ({ client }) => caught(() => client.chat.completions.create(PARAMS)),
    ends: [{ error: String(status) }],
  })),
  {
    name: 'HTTP 400 in the words of the prompt',
    answers: [{ status: 400, json: { error: { message: "Flagged: 'canary-prompt'" } } }],
    run: ({ client }) => caught(() => client.chat.completions.create(PARAMS)),
    ends: [{ error: '400' }],
  },
  {
    name: 'HTTP 401 of a stream',
    answers: [{ status: 401, json: { error: { message: 'Incorrect API key' } } }],
    run: ({ client }) => caught(() => client.chat.completions.create(STREAMED)),
    ends: [{ error: '401' }],
  },
  {
    name: '429 twice, then an answer',
    answers: [limited, limited, YES],
    run: async ({ OpenAI, server }) => {
      const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 2 })
      return [seen(await client.chat.completions.create(PARAMS)), server.requests.length]
    },
    ends: [{ finish: ['stop'], usage: [12, 5] }],
  },
  {
    name: '429 again and again',
    answers: [limited],
    run: async ({ OpenAI, server }) => {
      const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 1 })
      return [await caught(() => client.chat.completions.create(PARAMS)), server.requests.length]
    },
    ends: [{ error: '429' }],
  },
  {
    name: 'an error seen through withResponse and parse',
    answers: [limited],
    run: async ({ client, helpers }) => [
      await caught(() => client.chat.completions.create(PARAMS).withResponse()),
      await caught(() => helpers(client).parse(PARAMS)),
      await caught(() => helpers(client).parse(PARAMS).withResponse()),
    ],
    ends: [{ error: '429' }, { error: '429' }, { error: '429' }],
  },
  {
    name: 'an error seen through asResponse',
    answers: [limited],
    run: ({ client }) => caught(() => client.chat.completions.create(PARAMS).asResponse()),
    ends: [{ error: '429' }],
  },
  {
    name: 'an error in both ways of one promise',
    answers: [limited],
    run: async ({ client }) => {
      const promise = client.chat.completions.create(PARAMS)
      const all = await Promise.allSettled([promise, promise.asResponse(), promise.finally()])
      const reasons = all.map((one) => (one.status === 'rejected' ? one.reason : undefined))
      return [new Set(reasons).size, all.map(({ status }) => status)]
    },
    ends: [{ error: '429' }],
  },
  {
    name: 'timeout',
    answers: [{ never: true }],
    run: ({ client }) => caught(() => client.chat.completions.create(PARAMS, { timeout: 50 })),
    ends: [{ error: 'APIConnectionTimeoutError' }],
  },
  {
    name: 'refused connection',
    run: async ({ OpenAI }) => {
      // Port 1 of loopback has no listener.
      const client = new OpenAI({ apiKey: 'test', baseURL: 'http://127.0.0.1:1/v1', maxRetries: 0 })
      return caught(() => client.chat.completions.create(PARAMS))
    },
    ends: [{ error: 'APIConnectionError' }],
  },
  {
    name: 'a custom fetch that throws',
    run: async ({ OpenAI }) => {
      const client = new OpenAI({
        apiKey: 'test',
        maxRetries: 0,
        fetch: () => {
          throw new RangeError('from fetch')
        },
      })
      return caught(() => client.chat.completions.create(PARAMS))
    },
    ends: [{ error: 'APIConnectionError' }],
  },
  {
    name: 'an abort before the request',
    answers: [YES],
    run: async ({ client, server }) => {
      const signal = AbortSignal.abort()
      return [
        await caught(() => client.chat.completions.create(PARAMS, { signal })),
        server.requests.length,
      ]
    },
    ends: [{ error: 'APIUserAbortError' }],
  },
  {
    name: 'an abort before the headers',
    answers: [{ never: true }],
    run: async ({ client }) => {
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 30)
      return caught(() => client.chat.completions.create(PARAMS, { signal: controller.signal }))
    },
    ends: [{ error: 'APIUserAbortError' }],
  },
  {
    name: 'no body at all',
    run: async ({ client }) => {
      let answer: unknown
      const thrown = await caught(() => {
        answer = client.chat.completions.create(undefined as never)
        return answer
      })
      return [answer instanceof Promise, thrown]
    },
    ends: [{ error: 'TypeError' }],
  },
  {
    name: 'a rejection that nobody handles',
    answers: [limited],
    run: async ({ client, collect }) => {
      void client.chat.completions.create(PARAMS)
      await collect()
      return undefined
    },
    ends: [{}],
  },
  {
    name: 'a rejection of then that nobody handles',
    answers: [limited],
    run: async ({ client, collect }) => {
      void client.chat.completions.create(PARAMS).then(() => undefined)
      await collect()
      return undefined
    },
    ends: [{ error: '429' }],
  },
  {
    name: 'a rejection of asResponse that nobody handles',
    answers: [limited],
    run: async ({ client, collect }) => {
      void client.chat.completions.create(PARAMS).asResponse()
      await collect()
      return undefined
    },
    ends: [{ error: '429' }],
  },
  {
    name: 'a rejection of a child that nobody handles',
    answers: [limited],
    run: async ({ client, collect, helpers }) => {
      void helpers(client)
        .parse(PARAMS)
        .then(() => undefined)
      await collect()
      return undefined
    },
    ends: [{ error: '429' }],
  },
]
