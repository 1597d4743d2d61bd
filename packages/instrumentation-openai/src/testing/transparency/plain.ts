import { choice, completion } from '../fixtures.ts'
import { caught, PARAMS, type Scenario, seen, seenError } from './scenario.ts'

const YES = { json: completion([choice({ content: 'Yes', refusal: null })]) }
const OK = { finish: ['stop'], usage: [12, 5] } as const

const TOOLS = [
  {
    type: 'function' as const,
    function: { name: 'search', parameters: { type: 'object', properties: {} }, strict: true },
  },
]
const CALLS = [
  { id: 'call_1', type: 'function', function: { name: 'search', arguments: '{"q":"a"}' } },
  { id: 'call_2', type: 'function', function: { name: 'search', arguments: '{"q":"b"}' } },
]
const FORMAT = {
  type: 'json_schema' as const,
  json_schema: { name: 'answer', schema: { type: 'object' } },
}

/** Marks every microtask turn in `order`, so that an answer which came one turn later would show. */
async function ticking(order: string[], turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- it counts the turns
    await Promise.resolve()
    order.push('turn')
  }
}

/** Ways to use a call that is answered in one piece. */
export const PLAIN: readonly Scenario[] = [
  {
    name: 'await',
    answers: [YES],
    run: async ({ client }) => seen(await client.chat.completions.create(PARAMS)),
    ends: [OK],
  },
  {
    name: 'the promise itself',
    answers: [YES],
    run: async ({ client }) => {
      const promise = client.chat.completions.create(PARAMS)
      const looks = [
        seen(promise),
        Object.prototype.toString.call(promise),
        promise instanceof Promise,
      ]
      return [...looks, seen(await promise), seen(promise)]
    },
    ends: [OK],
  },
  {
    name: 'await twice',
    answers: [YES],
    run: async ({ client }) => {
      const promise = client.chat.completions.create(PARAMS)
      return [(await promise) === (await promise), seen(await promise)]
    },
    ends: [OK],
  },
  {
    name: 'then, catch and finally',
    answers: [YES],
    run: async ({ client }) => {
      const order: unknown[] = []
      const promise = client.chat.completions.create(PARAMS)
      const first = promise.then((value) => order.push(['then', value.id]))
      const second = promise.finally(() => order.push('finally'))
      const third = promise.catch(() => order.push('catch')).then(() => order.push('caught'))
      await Promise.all([first, second, third])
      return [order, first.constructor.name]
    },
    ends: [OK],
  },
  {
    name: 'withResponse',
    answers: [YES],
    run: async ({ client }) => {
      const { data, request_id, response } = await client.chat.completions
        .create(PARAMS)
        .withResponse()
      return [seen(data), request_id, response.status, response.bodyUsed]
    },
    ends: [OK],
  },
  {
    name: 'asResponse and its text',
    answers: [YES],
    run: async ({ client }) => {
      const response = await client.chat.completions.create(PARAMS).asResponse()
      return [response.status, response.bodyUsed, await response.text()]
    },
    ends: [{}],
  },
  {
    name: 'asResponse, then await',
    answers: [YES],
    run: async ({ client }) => {
      const promise = client.chat.completions.create(PARAMS)
      const response = await promise.asResponse()
      return [response.status, seen(await promise), response.bodyUsed]
    },
    ends: [OK],
  },
  {
    name: 'await and asResponse at once',
    answers: [YES],
    run: async ({ client }) => {
      const promise = client.chat.completions.create(PARAMS)
      const [response, value] = await Promise.all([promise.asResponse(), promise])
      return [response.status, seen(value)]
    },
    ends: [OK],
  },
  {
    name: 'never awaited',
    answers: [YES],
    run: async ({ client, collect, server }) => {
      void client.chat.completions.create(PARAMS)
      await collect()
      return server.requests.length
    },
    ends: [{}],
  },
  {
    name: 'parse',
    answers: [{ json: completion([choice({ content: '{"a":1}', refusal: null })]) }],
    run: async ({ client, helpers }) => {
      const promise = helpers(client).parse({ ...PARAMS, response_format: FORMAT })
      return [seen(promise), seen(await promise)]
    },
    ends: [OK],
  },
  {
    name: 'parse with withResponse',
    answers: [{ json: completion([choice({ content: '{"a":1}', refusal: null })]) }],
    run: async ({ client, helpers }) => {
      const { data, request_id } = await helpers(client)
        .parse({ ...PARAMS, response_format: FORMAT })
        .withResponse()
      return [seen(data), request_id]
    },
    ends: [OK],
  },
  {
    name: 'parse of an answer that was cut by length',
    answers: [{ json: completion([choice({ content: '{"a"' }, 'length')]) }],
    run: ({ client, helpers }) =>
      caught(() => helpers(client).parse({ ...PARAMS, response_format: FORMAT })),
    ends: [{ finish: ['length'], usage: [12, 5], error: 'LengthFinishReasonError' }],
  },
  {
    name: 'parse of an answer that its parser refuses',
    answers: [{ json: completion([choice({ content: 'canary-completion' })]) }],
    run: ({ client, helpers }) =>
      caught(() =>
        helpers(client).parse({
          ...PARAMS,
          // What `zodResponseFormat` makes: a format with a parser of the application.
          response_format: Object.defineProperties(
            { ...FORMAT },
            {
              $brand: { value: 'auto-parseable-response-format' },
              $parseRaw: { value: (content: string) => JSON.parse(content) as unknown },
            },
          ),
        }),
      ),
    ends: [{ finish: ['stop'], usage: [12, 5], error: 'SyntaxError' }],
  },
  {
    name: 'a transform of the promise',
    answers: [YES],
    run: async ({ client }) => {
      const promise = client.chat.completions.create(PARAMS) as unknown as {
        _thenUnwrap: (transform: (...args: unknown[]) => unknown) => Promise<unknown>
      }
      const child = promise._thenUnwrap((data, props) => ({
        data,
        props: Object.keys(props ?? {}),
      }))
      return [seen(child), await child]
    },
    ends: [OK],
  },
  {
    name: 'two choices',
    answers: [
      {
        json: completion([
          choice({ content: 'Yes' }, 'stop', 0),
          choice({ content: 'No' }, 'length', 1),
        ]),
      },
    ],
    run: async ({ client }) => seen(await client.chat.completions.create({ ...PARAMS, n: 2 })),
    ends: [{ finish: ['stop', 'length'], usage: [12, 5] }],
  },
  {
    name: 'parallel tool calls',
    answers: [{ json: completion([choice({ content: null, tool_calls: CALLS }, 'tool_calls')]) }],
    run: async ({ client }) =>
      seen(await client.chat.completions.create({ ...PARAMS, tools: TOOLS })),
    ends: [{ finish: ['tool_calls'], usage: [12, 5] }],
  },
  {
    name: 'a refusal',
    answers: [{ json: completion([choice({ content: null, refusal: 'I cannot.' })]) }],
    run: async ({ client }) => seen(await client.chat.completions.create(PARAMS)),
    ends: [OK],
  },
  {
    name: 'cut by length',
    answers: [{ json: completion([choice({ content: 'Ye' }, 'length')]) }],
    run: async ({ client }) => seen(await client.chat.completions.create(PARAMS)),
    ends: [{ finish: ['length'], usage: [12, 5] }],
  },
  {
    name: 'no finish reason, no usage',
    answers: [{ json: completion([choice({ content: 'Yes' }, null)], { usage: null }) }],
    run: async ({ client }) => seen(await client.chat.completions.create(PARAMS)),
    ends: [{ finish: ['error'] }],
  },
  ...(
    [
      ['text instead of JSON', { body: 'Yes', type: 'text/plain' }],
      ['an array', { json: [1, 2] }],
      ['null', { json: null }],
      ['an object of another kind', { json: { choices: { a: 1 }, usage: 'none', id: 7 } }],
    ] as const
  ).map(([name, answer]): Scenario => ({
    name: `odd answer: ${name}`,
    answers: [answer],
    run: ({ client }) => caught(() => client.chat.completions.create(PARAMS)),
    ends: [{}],
  })),
  {
    name: 'odd answer: an empty body',
    answers: [{ body: '', type: 'application/json' }],
    run: ({ client }) => caught(() => client.chat.completions.create(PARAMS)),
    ends: [{}],
    endsOn: {
      4: [{ error: 'FetchError' }],
      5: [{ error: 'SyntaxError' }],
      6: [{ error: 'SyntaxError' }],
    },
  },
  {
    name: 'odd answer: invalid JSON',
    answers: [{ body: 'canary-completion', type: 'application/json' }],
    run: ({ client }) => caught(() => client.chat.completions.create(PARAMS)),
    ends: [{ error: 'SyntaxError' }],
    endsOn: { 4: [{ error: 'FetchError' }] },
  },
  {
    name: 'runTools over two turns',
    answers: [
      { json: completion([choice({ content: null, tool_calls: CALLS }, 'tool_calls')]) },
      YES,
    ],
    run: async ({ client, helpers }) => {
      const events: string[] = []
      const runner = helpers(client).runTools({
        ...PARAMS,
        tools: [
          {
            type: 'function',
            function: {
              name: 'search',
              description: 'Searches',
              parameters: { type: 'object', properties: {} },
              function: (json: string) => `found ${json}`,
            },
          },
        ],
      })
      runner.on('message', (message) => events.push(message.role))
      return [await runner.finalContent(), events, seen(await runner.totalUsage())]
    },
    ends: [{ finish: ['tool_calls'], usage: [12, 5] }, OK],
  },
  {
    name: 'the arguments are the caller’s own',
    answers: [YES],
    run: async ({ client, server }) => {
      const params = structuredClone(PARAMS)
      const options = { headers: { 'x-app': '1' } }
      Object.freeze(params)
      Object.freeze(params.messages)
      Object.freeze(options)
      await client.chat.completions.create(params, options)
      return [params, options, server.requests]
    },
    ends: [OK],
  },
  {
    name: 'options that come as a promise',
    answers: [YES],
    run: async ({ client }) => {
      const create = client.chat.completions.create.bind(client.chat.completions) as (
        ...args: unknown[]
      ) => Promise<unknown>
      return seen(await create(PARAMS, Promise.resolve({ timeout: 5000 })))
    },
    ends: [OK],
  },
  {
    name: 'a client made by withOptions',
    lacking: { 4: 'withOptions' },
    answers: [YES],
    run: async ({ client }) =>
      seen(await client.withOptions({ timeout: 5000 }).chat.completions.create(PARAMS)),
    ends: [OK],
  },
  {
    name: 'AzureOpenAI',
    answers: [YES],
    run: async ({ AzureOpenAI, server }) => {
      const client = new AzureOpenAI({
        apiKey: 'test',
        apiVersion: '2024-10-21',
        deployment: 'chat-prod',
        endpoint: server.baseURL.replace('/v1', ''),
      })
      return [seen(await client.chat.completions.create(PARAMS)), server.requests]
    },
    ends: [OK],
  },
  {
    name: 'the method itself',
    run: async ({ OpenAI, client }) => {
      const { prototype } = OpenAI.Chat.Completions
      const create = Reflect.get(client.chat.completions, 'create') as () => unknown
      return [
        [create.name, create.length, Reflect.ownKeys(create).map(String), 'prototype' in create],
        Reflect.ownKeys(prototype).map(String),
        Object.keys(client.chat.completions),
        { ...Object.getOwnPropertyDescriptor(prototype, 'create'), value: undefined },
      ]
    },
    ends: [],
  },
  {
    name: 'microtasks until the value arrives',
    run: async ({ OpenAI }) => {
      const client = new OpenAI({
        apiKey: 'test',
        fetch: () => Promise.resolve(Response.json(YES.json)),
      })
      const promise = client.chat.completions.create(PARAMS)
      const order: string[] = []
      const done = [
        promise.asResponse().then(() => order.push('headers')),
        promise.then(() => order.push('value')),
      ]
      await Promise.all([...done, ticking(order, 60)])
      return order
    },
    ends: [OK],
  },
  {
    name: 'errors in the application’s own then',
    answers: [YES],
    run: async ({ client }) => {
      try {
        return await client.chat.completions.create(PARAMS).then(() => {
          throw new TypeError('mine')
        })
      } catch (error) {
        return seenError(error)
      }
    },
    ends: [OK],
  },
]
