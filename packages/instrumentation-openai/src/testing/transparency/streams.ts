import { chunk, delta, STREAM_USAGE, YES_STREAM } from '../fixtures.ts'
import type { Answer } from '../server.ts'
import { caught, drain, PARAMS, type Scenario, seen, seenError, STREAMED } from './scenario.ts'

const YES: Answer = { events: YES_STREAM }
/** Two chunks, and then nothing until somebody leaves. */
const ENDLESS: Answer = { events: YES_STREAM.slice(0, 2), ending: 'hang' }
const READ = { finish: ['stop'], usage: [12, 2] } as const
const CUT = { finish: ['error'] }

const decoder = new TextDecoder()

function toolPiece(index: number, call: Record<string, unknown>): unknown {
  return chunk([delta({ tool_calls: [{ index, ...call }] })])
}

/** Ways to read a stream, and to stop reading it. */
export const STREAMS: readonly Scenario[] = [
  {
    name: 'stream: for await',
    answers: [YES],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      return [seen(stream), await drain(stream), seen(stream)]
    },
    ends: [READ],
  },
  {
    name: 'stream: break',
    answers: [ENDLESS],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      let chunks = 0
      for await (const _ of stream) {
        chunks += 1
        break
      }
      return [chunks, stream.controller.signal.aborted]
    },
    ends: [CUT],
  },
  {
    name: 'stream: an exception in the loop',
    answers: [ENDLESS],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      const error = await caught(async () => {
        for await (const _ of stream) throw new TypeError('mine')
      })
      return [error, stream.controller.signal.aborted]
    },
    ends: [CUT],
  },
  {
    name: 'stream: next, return and throw by hand',
    answers: [ENDLESS],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      const iterator = stream[Symbol.asyncIterator]()
      const looks = Object.prototype.toString.call(iterator)
      return [looks, await iterator.next(), await iterator.return?.(), await iterator.next()]
    },
    ends: [CUT],
  },
  {
    name: 'stream: throw into the generator',
    answers: [ENDLESS],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      const iterator = stream[Symbol.asyncIterator]()
      await iterator.next()
      return caught(() => iterator.throw?.(new TypeError('mine')))
    },
    ends: [CUT],
  },
  {
    name: 'stream: the raw iterator',
    answers: [YES],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      const { iterator } = stream as unknown as { iterator: () => AsyncGenerator }
      const generator = iterator.call(stream)
      return [
        Object.prototype.toString.call(generator),
        Object.keys(generator),
        generator[Symbol.asyncIterator]() === generator,
        await drain(generator),
      ]
    },
    ends: [READ],
  },
  {
    name: 'stream: await using',
    answers: [ENDLESS],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      const iterator = stream[Symbol.asyncIterator]() as AsyncGenerator
      await iterator.next()
      await iterator[Symbol.asyncDispose]()
      return stream.controller.signal.aborted
    },
    ends: [CUT],
  },
  {
    name: 'stream: two branches of tee',
    answers: [YES],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      const [left, right] = stream.tee()
      return [seen(left), await Promise.all([drain(left), drain(right)])]
    },
    ends: [READ],
  },
  {
    name: 'stream: one branch of tee',
    answers: [YES],
    run: async ({ client }) => {
      const [left] = (await client.chat.completions.create(STREAMED)).tee()
      return drain(left)
    },
    ends: [READ],
  },
  {
    name: 'stream: both branches of tee left',
    answers: [ENDLESS],
    run: async ({ client, collect }) => {
      const signal = await (async () => {
        const stream = await client.chat.completions.create(STREAMED)
        for (const branch of stream.tee()) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other is the scenario
          for await (const _ of branch) break
        }
        return stream.controller.signal
      })()
      // Up to 7.10 closed branches do not reach the source, and the call ends as one that was dropped.
      await collect()
      return signal.aborted
    },
    ends: [CUT],
  },
  {
    name: 'stream: toReadableStream',
    answers: [YES],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      let text = ''
      for await (const piece of stream.toReadableStream() as unknown as AsyncIterable<Uint8Array>)
        text += decoder.decode(piece)
      return text.split('\n')
    },
    ends: [READ],
  },
  {
    name: 'stream: a readable that is cancelled',
    answers: [ENDLESS],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      const reader = stream.toReadableStream().getReader()
      await reader.read()
      await reader.cancel()
      return stream.controller.signal.aborted
    },
    ends: [CUT],
  },
  {
    name: 'stream: read twice',
    answers: [YES],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      return [await drain(stream), await drain(stream)]
    },
    ends: [READ],
  },
  {
    name: 'stream: a second reader in between',
    answers: [YES],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      const first = stream[Symbol.asyncIterator]()
      await first.next()
      const second = await drain(stream)
      return [second, await drain({ [Symbol.asyncIterator]: () => first })]
    },
    ends: [READ],
  },
  {
    name: 'stream: aborted by its controller',
    answers: [ENDLESS],
    run: async ({ client }) => {
      const stream = await client.chat.completions.create(STREAMED)
      return drain(stream, (count) => {
        if (count === 2) setTimeout(() => stream.controller.abort(), 10)
      })
    },
    ends: [{ error: 'APIUserAbortError', ...CUT }],
  },
  {
    name: 'stream: aborted by the signal of the caller',
    answers: [ENDLESS],
    run: async ({ client }) => {
      const controller = new AbortController()
      const { signal } = controller
      const stream = await client.chat.completions.create(STREAMED, { signal })
      return drain(stream, (count) => {
        if (count === 2) setTimeout(() => controller.abort(), 10)
      })
    },
    ends: [{ error: 'APIUserAbortError', ...CUT }],
  },
  {
    name: 'stream: an error event',
    answers: [
      {
        events: [
          ...YES_STREAM.slice(0, 2),
          'event: error\ndata: {"error":{"message":"overloaded","code":"server_error"}}\n\n',
        ],
      },
    ],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [{ error: 'server_error', ...CUT }],
  },
  {
    name: 'stream: an error instead of a chunk',
    answers: [{ events: [YES_STREAM[0], { error: { message: 'overloaded', type: 'server' } }] }],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [{ error: 'APIError', ...CUT }],
  },
  {
    name: 'stream: an error event without an envelope',
    answers: [
      {
        events: [
          ...YES_STREAM.slice(0, 2),
          'event: error\ndata: {"type":"error","code":"server_error","message":"overloaded"}\n\n',
        ],
      },
    ],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [{ error: 'server_error', ...CUT }],
    // The client drops the code.
    endsOn: { 4: [{ error: 'APIError', ...CUT }] },
  },
  {
    name: 'stream: ended without a finish reason',
    answers: [{ events: YES_STREAM.slice(0, 3), ending: 'end' }],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [CUT],
  },
  {
    name: 'stream: a broken connection',
    answers: [{ events: YES_STREAM.slice(0, 3), ending: 'break' }],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [{ error: 'TypeError', ...CUT }],
    endsOn: { 4: [{ error: 'ERR_STREAM_PREMATURE_CLOSE', ...CUT }] },
  },
  {
    name: 'stream: a malformed chunk',
    answers: [{ events: [YES_STREAM[0], 'data: {"canary-completion\n\n'] }],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [{ error: 'SyntaxError', ...CUT }],
  },
  {
    name: 'stream: no chunk at all',
    answers: [{ events: [] }],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [{}],
  },
  {
    name: 'stream: chunks of other kinds',
    answers: [
      {
        events: [
          { id: 'x', object: 'chat.completion.chunk' },
          null,
          'data: 7\n\n',
          { choices: [{ index: 'a', delta: 7 }, 7] },
          { choices: { a: 1 }, usage: 'many' },
          ...YES_STREAM,
        ],
      },
    ],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [READ],
  },
  {
    name: 'stream: Azure’s first chunk',
    answers: [
      {
        events: [
          { id: '', model: '', object: '', choices: [], prompt_filter_results: [] },
          ...YES_STREAM,
        ],
      },
    ],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [READ],
  },
  {
    name: 'stream: usage in the first chunk',
    answers: [
      {
        events: [
          chunk([delta({ role: 'assistant', content: 'Yes' })], { usage: STREAM_USAGE }),
          chunk([delta({}, 'stop')]),
        ],
      },
    ],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [READ],
  },
  {
    name: 'stream: two choices in turn',
    answers: [
      {
        events: [
          chunk([delta({ content: 'Y' }, null, 0)]),
          chunk([delta({ content: 'N' }, null, 1)]),
          chunk([delta({ content: 'es' }, null, 0)]),
          chunk([delta({}, 'length', 1)]),
          chunk([delta({}, 'stop', 0)]),
        ],
      },
    ],
    run: async ({ client }) => drain(await client.chat.completions.create({ ...STREAMED, n: 2 })),
    ends: [{ finish: ['stop', 'length'] }],
  },
  {
    name: 'stream: parallel tool calls from index 1',
    answers: [
      {
        events: [
          toolPiece(1, { id: 'a', type: 'function', function: { name: 'f', arguments: '' } }),
          toolPiece(2, { id: 'b', type: 'function', function: { name: 'g', arguments: '{"x"' } }),
          toolPiece(1, { function: { arguments: '{}' } }),
          toolPiece(2, { function: { arguments: ':1}' } }),
          chunk([delta({}, 'tool_calls')]),
        ],
      },
    ],
    run: async ({ client }) => drain(await client.chat.completions.create(STREAMED)),
    ends: [{ finish: ['tool_calls'] }],
  },
  {
    name: 'stream: dropped unread',
    answers: [ENDLESS],
    run: async ({ client, collect }) => {
      await (async () => {
        await client.chat.completions.create(STREAMED)
      })()
      await collect()
      return undefined
    },
    ends: [{}],
  },
  {
    name: 'stream: dropped half read',
    answers: [YES],
    run: async ({ client, collect }) => {
      await (async () => {
        const stream = await client.chat.completions.create(STREAMED)
        const iterator = stream[Symbol.asyncIterator]()
        await iterator.next()
        await iterator.next()
      })()
      await collect()
      return undefined
    },
    ends: [CUT],
  },
  {
    name: 'stream: never awaited',
    answers: [ENDLESS],
    run: async ({ client, collect }) => {
      void client.chat.completions.create(STREAMED)
      await collect()
      return undefined
    },
    ends: [{}],
  },
  {
    name: 'stream: withResponse',
    answers: [YES],
    run: async ({ client }) => {
      const { data, request_id, response } = await client.chat.completions
        .create(STREAMED)
        .withResponse()
      return [request_id, response.status, seen(data), await drain(data)]
    },
    ends: [READ],
  },
  {
    name: 'stream: asResponse',
    answers: [YES],
    run: async ({ client }) => {
      const response = await client.chat.completions.create(STREAMED).asResponse()
      return (await response.text()).split('\n')
    },
    ends: [{}],
  },
  {
    name: 'stream helper: events and the final completion',
    answers: [YES],
    run: async ({ client, helpers }) => {
      const events: string[] = []
      const stream = helpers(client).stream(PARAMS)
      stream.on('content', (_, snapshot) => events.push(snapshot))
      stream.on('end', () => events.push('end'))
      return [seen(await stream.finalChatCompletion()), events, await stream.finalContent()]
    },
    ends: [READ],
  },
  {
    name: 'stream helper: for await and break',
    answers: [ENDLESS],
    run: async ({ client, helpers }) => {
      const stream = helpers(client).stream(PARAMS)
      for await (const _ of stream) break
      return [stream.controller.signal.aborted, await caught(() => stream.done())]
    },
    ends: [{ error: 'APIUserAbortError', ...CUT }],
  },
  {
    name: 'stream helper: abort',
    answers: [ENDLESS],
    run: async ({ client, helpers }) => {
      const stream = helpers(client).stream(PARAMS)
      stream.on('content', () => setTimeout(() => stream.abort(), 10))
      try {
        return await stream.finalChatCompletion()
      } catch (error) {
        return seenError(error)
      }
    },
    ends: [{ error: 'APIUserAbortError', ...CUT }],
  },
  {
    name: 'stream helper: an HTTP error',
    answers: [{ status: 401, json: { error: { message: 'Incorrect API key' } } }],
    run: ({ client, helpers }) => caught(() => helpers(client).stream(PARAMS).finalContent()),
    ends: [{ error: '401' }],
  },
  {
    name: 'stream helper: a cut answer',
    answers: [{ events: YES_STREAM.slice(0, 3), ending: 'end' }],
    run: ({ client, helpers }) => caught(() => helpers(client).stream(PARAMS).finalContent()),
    ends: [CUT],
  },
]
