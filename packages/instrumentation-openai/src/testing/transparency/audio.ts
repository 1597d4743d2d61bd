import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { Answer } from '../server.ts'
import { caught, drain, type Scenario, seen } from './scenario.ts'

const SPEECH = { model: 'gpt-4o-mini-tts', voice: 'ash', input: 'canary-prompt' }
const PARAMS = { model: 'gpt-transcribe', prompt: 'canary-prompt' }

const SOUND: Answer = { body: 'canary-sound', type: 'audio/mpeg' }
const USAGE = {
  type: 'tokens',
  input_tokens: 26,
  output_tokens: 4,
  total_tokens: 30,
  input_token_details: { text_tokens: 5, audio_tokens: 21 },
}
const TRANSCRIPT: Answer = { json: { text: 'canary-completion', usage: USAGE } }
const PLAIN: Answer = { body: 'canary-completion', type: 'text/plain; charset=utf-8' }
const DELTA = { type: 'transcript.text.delta', delta: 'canary-' }
const EVENTS: Answer = {
  events: [
    DELTA,
    { type: 'transcript.text.delta', delta: 'completion' },
    { type: 'transcript.text.done', text: 'canary-completion', usage: USAGE },
  ],
  ending: 'end',
}
const OK = { usage: [26, 4] } as const
const NOTHING = {}

function sound(): File {
  return new File(['canary-bytes'], 'canary-name.m4a', { type: 'audio/mp4' })
}

/** Ways to hear and to be heard. */
export const AUDIO: readonly Scenario[] = [
  {
    name: 'speech: await, and the body read by the application',
    answers: [SOUND],
    run: async ({ client }) => {
      const promise = client.audio.speech.create(SPEECH)
      const answer = await promise
      const looks = [seen(promise), answer.constructor.name, answer.bodyUsed, answer.status]
      return [...looks, await answer.text(), (await promise) === answer]
    },
    ends: [NOTHING],
  },
  {
    name: 'speech: withResponse, asResponse, a body that nobody reads',
    answers: [SOUND],
    run: async ({ client }) => {
      const { data, request_id, response } = await client.audio.speech.create(SPEECH).withResponse()
      const raw = await client.audio.speech.create(SPEECH).asResponse()
      const unread = await client.audio.speech.create(SPEECH)
      return [data === response, request_id, await raw.text(), unread.bodyUsed]
    },
    ends: [NOTHING, NOTHING, NOTHING],
  },
  {
    name: 'speech: events, as bytes and as a stream of the client',
    answers: [
      {
        events: [
          { type: 'speech.audio.delta', audio: 'canarybytes' },
          { type: 'speech.audio.done', usage: { ...USAGE, input_token_details: undefined } },
        ],
        ending: 'end',
      },
    ],
    run: async ({ client }) => {
      const body = { ...SPEECH, stream_format: 'sse' } as const
      const bytes = await client.audio.speech.create(body)
      const options = { stream: true } as object
      const stream: unknown = await client.audio.speech.create(body, options)
      return [await bytes.text(), await drain(stream as AsyncIterable<unknown>)]
    },
    ends: [NOTHING, OK],
  },
  {
    name: 'speech: an error',
    answers: [{ json: { error: { message: 'no voice', code: null } }, status: 404 }],
    run: async ({ client }) => caught(() => client.audio.speech.create(SPEECH)),
    ends: [{ error: '404' }],
  },
  {
    name: 'transcriptions: await, withResponse, asResponse',
    answers: [TRANSCRIPT],
    run: async ({ client }) => {
      const body = { ...PARAMS, file: sound() }
      const promise = client.audio.transcriptions.create(body)
      const looks = [seen(promise), seen(await promise)]
      const { data, request_id } = await client.audio.transcriptions.create(body).withResponse()
      const raw = await client.audio.transcriptions.create(body).asResponse()
      return [...looks, seen(data), request_id, await raw.json()]
    },
    ends: [OK, OK, NOTHING],
  },
  {
    name: 'transcriptions: a file that can be read only once',
    answers: [TRANSCRIPT],
    run: async ({ client }) => {
      const folder = await mkdtemp(join(tmpdir(), 'kansoku-openai-'))
      const path = join(folder, 'canary-name.m4a')
      await writeFile(path, 'canary-bytes')
      const file = createReadStream(path)
      const answer = await client.audio.transcriptions.create({ ...PARAMS, file })
      await rm(folder, { recursive: true })
      return [seen(answer), file.bytesRead]
    },
    ends: [OK],
  },
  {
    name: 'transcriptions and translations as plain text',
    answers: [PLAIN],
    run: async ({ client }) => {
      const body = { ...PARAMS, file: sound(), response_format: 'text' } as const
      return [
        seen(await client.audio.transcriptions.create(body)),
        seen(await client.audio.translations.create(body)),
      ]
    },
    ends: [NOTHING, NOTHING],
  },
  {
    name: 'translations: await, and an error',
    answers: [
      { json: { text: 'canary-completion' } },
      { json: { error: { message: 'not sound', code: 'invalid_value' } }, status: 400 },
    ],
    run: async ({ client }) => [
      seen(await client.audio.translations.create({ ...PARAMS, file: sound() })),
      await caught(() => client.audio.translations.create({ ...PARAMS, file: sound() })),
    ],
    ends: [NOTHING, { error: '400' }],
  },
  {
    name: 'transcriptions: a stream',
    answers: [EVENTS],
    run: async ({ client }) => {
      const body = { ...PARAMS, file: sound(), stream: true } as const
      const stream = await client.audio.transcriptions.create(body)
      return [seen(stream), await drain(stream)]
    },
    ends: [OK],
  },
  {
    name: 'transcriptions: a stream that is left, one that is cut, one that breaks',
    answers: [
      { events: [DELTA], ending: 'hang' },
      { events: [DELTA], ending: 'end' },
      { events: [DELTA], ending: 'break' },
    ],
    run: async ({ client }) => {
      const body = { ...PARAMS, stream: true } as const
      const create = () => client.audio.transcriptions.create({ ...body, file: sound() })
      for await (const _ of await create()) break
      return [await drain(await create()), await drain(await create())]
    },
    ends: [{ finish: ['error'] }, { finish: ['error'] }, { finish: ['error'], error: 'TypeError' }],
    endsOn: {
      4: [
        { finish: ['error'] },
        { finish: ['error'] },
        { finish: ['error'], error: 'ERR_STREAM_PREMATURE_CLOSE' },
      ],
    },
  },
  {
    name: 'speech and transcriptions: never awaited, and a stream that nobody reads',
    answers: [SOUND, TRANSCRIPT, EVENTS],
    run: async ({ client, collect, server }) => {
      void client.audio.speech.create(SPEECH)
      await collect()
      void client.audio.transcriptions.create({ ...PARAMS, file: sound() })
      await collect()
      const body = { ...PARAMS, file: sound(), stream: true } as const
      await client.audio.transcriptions.create(body).then(() => undefined)
      await collect()
      return server.requests.length
    },
    ends: [NOTHING, NOTHING, { finish: ['error'] }],
  },
  {
    name: 'transcriptions: nobody handles an error; a server that nobody reaches',
    answers: [{ json: { error: { message: 'no' } }, status: 403 }],
    run: async ({ OpenAI, client, collect }) => {
      void client.audio.transcriptions.create({ ...PARAMS, file: sound() })
      await collect()
      const lost = new OpenAI({ apiKey: 'test', baseURL: 'http://127.0.0.1:9/v1', maxRetries: 0 })
      return caught(() => lost.audio.speech.create(SPEECH))
    },
    ends: [NOTHING, { error: 'APIConnectionError' }],
  },
]
