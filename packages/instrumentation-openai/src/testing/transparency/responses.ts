import {
  CALL,
  ending,
  FAILED,
  INCOMPLETE,
  OPENING,
  piece,
  refused,
  response,
  said,
  YES_EVENTS,
} from '../responses-fixtures.ts'
import type { Answer } from '../server.ts'
import { caught, drain, type Scenario, seen, seenError } from './scenario.ts'

const PARAMS = { model: 'gpt-4o', input: 'canary-prompt', instructions: 'canary-instructions' }
const STREAMED = { ...PARAMS, stream: true } as const
const FORMAT = {
  format: { type: 'json_schema' as const, name: 'answer', schema: { type: 'object' } },
}

const YES: Answer = { json: response([said('canary-completion')]) }
const EVENTS: Answer = { events: YES_EVENTS, ending: 'end' }
/** The client's own helper throws at an event that it does not know. */
const KNOWN: Answer = {
  events: YES_EVENTS.filter((event) => !JSON.stringify(event).includes('something_new')),
  ending: 'end',
}
const ENDLESS: Answer = { events: [...OPENING, piece('canary-completion')], ending: 'hang' }
const OK = { finish: ['stop'], usage: [12, 5] } as const
const CUT = { finish: ['error'] }

function stopped(status: 'failed' | 'incomplete', more: Readonly<Record<string, unknown>>): Answer {
  return {
    events: [...OPENING, piece('N'), ending(status, response([said('N')], more))],
    ending: 'end',
  }
}

/** Ways to use the Responses API. */
export const RESPONSES: readonly Scenario[] = [
  {
    name: 'responses: await',
    answers: [YES],
    run: async ({ client }) => {
      const promise = client.responses.create(PARAMS)
      return [seen(promise), seen(await promise), seen(promise)]
    },
    ends: [OK],
  },
  {
    name: 'responses: withResponse and asResponse',
    answers: [YES],
    run: async ({ client }) => {
      const { data, request_id } = await client.responses.create(PARAMS).withResponse()
      const raw = await client.responses.create(PARAMS).asResponse()
      return [seen(data), request_id, await raw.json()]
    },
    ends: [OK, {}],
  },
  {
    name: 'responses: an item that nobody knows, and calls of tools',
    answers: [
      { json: response([{ type: 'telepathy_call', id: 'x', thought: 'canary' }, CALL, CALL]) },
    ],
    run: async ({ client }) => seen(await client.responses.create(PARAMS)),
    ends: [{ finish: ['tool_calls'], usage: [12, 5] }],
  },
  {
    name: 'responses: a refusal',
    answers: [{ json: response([refused('canary-refusal')]) }],
    run: async ({ client }) => seen(await client.responses.create(PARAMS)),
    ends: [OK],
  },
  {
    name: 'responses: incomplete',
    answers: [{ json: response([said('N')], INCOMPLETE) }],
    run: async ({ client }) => seen(await client.responses.create(PARAMS)),
    ends: [{ finish: ['length'], usage: [12, 5] }],
  },
  {
    name: 'responses: failed with HTTP 200',
    answers: [{ json: response([], FAILED) }],
    run: async ({ client }) => seen(await client.responses.create(PARAMS)),
    ends: [{ error: 'server_error', finish: ['error'] }],
  },
  {
    name: 'responses: an odd answer',
    answers: [
      { json: {} },
      { json: { object: 'response', output: [null, 7, { type: 9 }], status: 'completed' } },
      { body: 'canary', type: 'text/plain' },
    ],
    run: async ({ client }) => [
      await caught(() => client.responses.create(PARAMS)),
      await caught(() => client.responses.create(PARAMS)),
      await caught(() => client.responses.create(PARAMS)),
    ],
    // An item of `null` is more than the client's own `output_text` can take, as is an answer that is a text.
    ends: [{}, { error: 'TypeError' }, { error: 'TypeError' }],
  },
  {
    name: 'responses: in the background, then retrieved',
    answers: [
      { json: response([], { status: 'queued', background: true, usage: null }) },
      { json: response([said('canary-completion')], { background: true }) },
    ],
    run: async ({ client }) => [
      seen(await client.responses.create({ ...PARAMS, background: true })),
      seen(await client.responses.retrieve('resp_1')),
    ],
    ends: [{}, { finish: ['stop'] }],
  },
  {
    name: 'responses: a status of HTTP',
    answers: [
      { json: { error: { message: 'slow down', code: 'rate_limited' } }, status: 429 },
      { json: { error: { message: 'no such response', code: null } }, status: 404 },
    ],
    run: async ({ client }) => [
      await caught(() => client.responses.create(PARAMS)),
      await caught(() => client.responses.retrieve('resp_0')),
    ],
    ends: [{ error: '429' }, { error: '404' }],
  },
  {
    name: 'responses: parse',
    answers: [{ json: response([said('{"a":1}')]) }],
    run: async ({ client }) => {
      const promise = client.responses.parse({ ...PARAMS, text: FORMAT })
      return [seen(promise), seen(await promise)]
    },
    ends: [OK],
  },
  {
    name: 'responses: parse of what is no JSON',
    answers: [{ json: response([said('canary-completion')]) }],
    run: ({ client }) => caught(() => client.responses.parse({ ...PARAMS, text: FORMAT })),
    ends: [{ error: 'SyntaxError', ...OK }],
  },
  {
    name: 'responses: compact',
    answers: [
      {
        json: {
          id: 'resp_2',
          object: 'response.compaction',
          created_at: 1,
          output: [{ id: 'cmp_1', type: 'compaction', encrypted_content: 'canary-encrypted' }],
          usage: { input_tokens: 12, output_tokens: 5, total_tokens: 17 },
        },
      },
    ],
    run: async ({ client }) => seen(await client.responses.compact(PARAMS)),
    ends: [{ usage: [12, 5] }],
    lacking: { 4: 'responses.compact', 5: 'responses.compact' },
  },
  {
    name: 'responses: a stream',
    answers: [EVENTS],
    run: async ({ client }) => {
      const stream = await client.responses.create(STREAMED)
      return [seen(stream), await drain(stream), seen(stream)]
    },
    ends: [OK],
  },
  {
    name: 'responses: a stream that is left, and one that is torn',
    answers: [ENDLESS, { events: [...OPENING, piece('N')], ending: 'break' }],
    run: async ({ client }) => {
      const stream = await client.responses.create(STREAMED)
      for await (const _ of stream) break
      const torn = await drain(await client.responses.create(STREAMED))
      return [stream.controller.signal.aborted, torn]
    },
    ends: [CUT, { error: 'TypeError', ...CUT }],
    endsOn: { 4: [CUT, { error: 'ERR_STREAM_PREMATURE_CLOSE', ...CUT }] },
  },
  {
    name: 'responses: a stream that ends without its last event',
    answers: [{ events: [...OPENING, piece('N')], ending: 'end' }],
    run: async ({ client }) => drain(await client.responses.create(STREAMED)),
    ends: [CUT],
  },
  {
    name: 'responses: a stream that is aborted',
    answers: [ENDLESS],
    run: async ({ client }) => {
      const stream = await client.responses.create(STREAMED)
      return drain(stream, (count) => {
        if (count === 5) setTimeout(() => stream.controller.abort(), 10)
      })
    },
    ends: [{ error: 'APIUserAbortError', ...CUT }],
  },
  {
    name: 'responses: a stream that ends incomplete, one that ends failed',
    answers: [stopped('incomplete', INCOMPLETE), stopped('failed', FAILED)],
    run: async ({ client }) => [
      await drain(await client.responses.create(STREAMED)),
      await drain(await client.responses.create(STREAMED)),
    ],
    ends: [
      { finish: ['length'], usage: [12, 5] },
      { error: 'server_error', finish: ['error'] },
    ],
  },
  {
    name: 'responses: an error in a stream, in an envelope',
    answers: [
      {
        events: [
          ...OPENING,
          'event: error\ndata: {"type":"error","error":{"code":"server_error","message":"no"}}\n\n',
        ],
        ending: 'end',
      },
    ],
    run: async ({ client }) => drain(await client.responses.create(STREAMED)),
    ends: [{ error: 'server_error', ...CUT }],
  },
  {
    name: 'responses: an error in a stream, without an envelope',
    answers: [
      {
        events: [
          ...OPENING,
          'event: error\ndata: {"type":"error","code":"server_error","message":"no","param":null}\n\n',
        ],
        ending: 'end',
      },
    ],
    run: async ({ client }) => drain(await client.responses.create(STREAMED)),
    ends: [{ error: 'server_error', ...CUT }],
    // The client drops the code.
    endsOn: { 4: [{ error: 'APIError', ...CUT }] },
  },
  {
    name: 'responses: the stream helper',
    answers: [KNOWN],
    run: async ({ client }) => {
      const stream = client.responses.stream(PARAMS)
      const events = await drain(stream)
      return [events, seen(await stream.finalResponse())]
    },
    ends: [OK],
  },
  {
    name: 'responses: retrieved as a stream, from its middle on',
    answers: [{ events: YES_EVENTS.slice(4), ending: 'end' }],
    run: async ({ client }) =>
      drain(await client.responses.retrieve('resp_1', { stream: true, starting_after: 3 })),
    ends: [{ finish: ['stop'] }],
  },
  {
    name: 'responses: the stream helper goes on with a response',
    answers: [KNOWN],
    run: async ({ client }) => {
      const stream = client.responses.stream({ response_id: 'resp_1', starting_after: 3 })
      return [await drain(stream), seen(await stream.finalResponse())]
    },
    ends: [{ finish: ['stop'] }],
  },
  {
    name: 'responses: never awaited, and a stream that nobody reads',
    answers: [YES, EVENTS],
    run: async ({ client, collect }) => {
      void client.responses.create(PARAMS)
      await collect()
      await client.responses.create(STREAMED).then(() => undefined, seenError)
      await collect()
      return undefined
    },
    ends: [{}, CUT],
  },
]
