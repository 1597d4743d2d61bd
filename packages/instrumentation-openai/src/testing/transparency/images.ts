import { Readable } from 'node:stream'

import type { Answer } from '../server.ts'
import { caught, drain, type Scenario, seen, seenError } from './scenario.ts'

const PARAMS = { model: 'gpt-image-2', prompt: 'canary-prompt' }
const STREAMED = { ...PARAMS, stream: true, partial_images: 1 } as const

const USAGE = {
  input_tokens: 50,
  output_tokens: 110,
  total_tokens: 160,
  input_tokens_details: { text_tokens: 10, image_tokens: 40 },
}
const PICTURES: Answer = {
  json: {
    created: 1,
    output_format: 'png',
    data: [{ b64_json: 'canarybytes', revised_prompt: 'canary-completion' }],
    usage: USAGE,
  },
}
const OK = { usage: [50, 110] } as const
const NOTHING = {}

function event(type: string, more: Readonly<Record<string, unknown>> = {}): unknown {
  return { type, b64_json: 'canarybytes', output_format: 'png', created_at: 1, ...more }
}
const DRAFT = event('image_generation.partial_image', { partial_image_index: 0 })
const EVENTS: Answer = {
  events: [DRAFT, event('image_generation.completed', { usage: USAGE })],
  ending: 'end',
}

const LACKS_STREAMS = { 4: 'images with stream' } as const

function picture(): File {
  return new File(['canary-bytes'], 'canary-name.png', { type: 'image/png' })
}

/** Ways to have pictures made. */
export const IMAGES: readonly Scenario[] = [
  {
    name: 'images: generate, edit and createVariation',
    answers: [PICTURES],
    run: async ({ client }) => {
      const promise = client.images.generate(PARAMS)
      return [
        seen(promise),
        seen(await promise),
        seen(await client.images.edit({ ...PARAMS, image: picture() })),
        seen(await client.images.createVariation({ model: 'dall-e-2', image: picture() })),
      ]
    },
    ends: [OK, OK, OK],
  },
  {
    name: 'images: withResponse, asResponse, await twice',
    answers: [PICTURES],
    run: async ({ client }) => {
      const { data, request_id } = await client.images.generate(PARAMS).withResponse()
      const raw = await client.images.generate(PARAMS).asResponse()
      const promise = client.images.generate(PARAMS)
      return [seen(data), request_id, await raw.json(), (await promise) === (await promise)]
    },
    ends: [OK, NOTHING, OK],
  },
  {
    name: 'images: edit of several files and of one that can be read only once',
    answers: [PICTURES],
    run: async ({ OpenAI, client }) => {
      const once = Readable.from(['canary-', 'bytes'])
      const image = [picture(), await OpenAI.toFile(once, 'canary-name.png')]
      const body = { ...PARAMS, image, mask: picture() }
      return [seen(await client.images.edit(body)), once.readableEnded, image.map(seen)]
    },
    ends: [OK],
  },
  {
    name: 'images: edit of a fetched response',
    answers: [{ body: 'canary-bytes', type: 'image/png' }, PICTURES],
    run: async ({ client, server }) => {
      const image = await fetch(`${server.baseURL}/canary-name.png`)
      return [seen(await client.images.edit({ ...PARAMS, image })), image.bodyUsed]
    },
    ends: [OK],
  },
  {
    name: 'images: an error, and an answer without pictures',
    answers: [
      { json: { error: { message: 'not this one', code: 'moderation_blocked' } }, status: 400 },
      { json: {} },
    ],
    run: async ({ client }) => [
      await caught(() => client.images.generate(PARAMS)),
      await caught(() => client.images.generate(PARAMS)),
    ],
    ends: [{ error: '400' }, NOTHING],
  },
  {
    name: 'images: a stream',
    answers: [EVENTS],
    run: async ({ client }) => {
      const stream = await client.images.generate(STREAMED)
      return [seen(stream), await drain(stream)]
    },
    ends: [OK],
    lacking: LACKS_STREAMS,
  },
  {
    name: 'images: a stream of an edit, with tee',
    answers: [EVENTS],
    run: async ({ client }) => {
      const stream = await client.images.edit({ ...STREAMED, image: picture() })
      const [left, right] = stream.tee()
      return [await drain(left), await drain(right)]
    },
    ends: [OK],
    lacking: LACKS_STREAMS,
  },
  {
    name: 'images: a stream that is left after a draft, and one that is cut',
    answers: [
      { events: [DRAFT], ending: 'hang' },
      { events: [DRAFT], ending: 'end' },
    ],
    run: async ({ client }) => {
      for await (const _ of await client.images.generate(STREAMED)) break
      return drain(await client.images.generate(STREAMED))
    },
    ends: [{ finish: ['error'] }, { finish: ['error'] }],
    lacking: LACKS_STREAMS,
  },
  {
    name: 'images: an abort and an error in the stream',
    answers: [
      { events: [DRAFT], ending: 'hang' },
      {
        events: [DRAFT, { type: 'error', error: { message: 'too busy', code: 'server_error' } }],
        ending: 'end',
      },
    ],
    run: async ({ client }) => {
      const stream = await client.images.generate(STREAMED)
      const aborted = await drain(stream, () => {
        stream.controller.abort()
      })
      return [aborted, await drain(await client.images.generate(STREAMED))]
    },
    ends: [
      { finish: ['error'], error: 'APIUserAbortError' },
      { finish: ['error'], error: 'server_error' },
    ],
    lacking: LACKS_STREAMS,
  },
  {
    name: 'images: an Azure deployment',
    answers: [PICTURES],
    run: async ({ AzureOpenAI, server }) => {
      const azure = new AzureOpenAI({
        apiKey: 'test',
        apiVersion: '2026-01-01',
        baseURL: server.baseURL,
        deployment: 'pictures',
        maxRetries: 0,
      })
      return azure.images.generate(PARAMS).then(seen, seenError)
    },
    ends: [OK],
  },
  {
    name: 'images: a stream, withResponse and toReadableStream',
    answers: [EVENTS],
    run: async ({ client }) => {
      const { data, request_id } = await client.images.generate(STREAMED).withResponse()
      const stream = await client.images.generate(STREAMED)
      const decoder = new TextDecoder()
      let text = ''
      for await (const piece of stream.toReadableStream() as unknown as AsyncIterable<Uint8Array>)
        text += decoder.decode(piece)
      return [request_id, await drain(data), text.split('\n')]
    },
    ends: [OK, OK],
    lacking: LACKS_STREAMS,
  },
  {
    name: 'images: never awaited, and a stream that nobody reads',
    answers: [PICTURES, EVENTS],
    run: async ({ client, collect }) => {
      void client.images.generate(PARAMS)
      await collect()
      await client.images.generate(STREAMED).then(() => undefined, seenError)
      await collect()
      return undefined
    },
    ends: [NOTHING, { finish: ['error'] }],
    lacking: LACKS_STREAMS,
  },
  {
    name: 'images: an edit that is aborted before the headers',
    answers: [{ never: true }],
    run: async ({ client }) => {
      const controller = new AbortController()
      setTimeout(() => {
        controller.abort()
      }, 50)
      return caught(() =>
        client.images.edit({ ...PARAMS, image: picture() }, { signal: controller.signal }),
      )
    },
    ends: [{ error: 'APIUserAbortError' }],
  },
  {
    name: 'images: an edit that is tried again',
    answers: [{ json: { error: { message: 'too many' } }, status: 429 }, PICTURES],
    run: async ({ OpenAI, server }) => {
      const client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 1 })
      return seen(await client.images.edit({ ...PARAMS, image: picture() }))
    },
    ends: [OK],
    lacking: { 4: 'form that can be sent twice' },
  },
]
