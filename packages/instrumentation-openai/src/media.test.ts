import { definePrompt, oneOf, withConversation } from '@kansoku/core'
import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import OpenAI, { AzureOpenAI } from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { OpenAIInstrumentationConfig } from './options.ts'
import {
  AUDIO_USED,
  DECISION,
  AUDIO_USAGE,
  file,
  IMAGE_USAGE,
  IMAGE_USED,
  PICTURES,
  QUESTION,
  transcript,
} from './testing/media-fixtures.ts'
import { type ModelServer, startServer } from './testing/server.ts'
import { record, type Recorder } from './testing/telemetry.ts'

let server: ModelServer
let recorder: Recorder
let client: OpenAI

beforeEach(async () => {
  server = await startServer()
  client = new OpenAI({ apiKey: 'test', baseURL: server.baseURL, maxRetries: 0 })
})
afterEach(async () => {
  await recorder.stop()
  await server.close()
})

function start(config?: OpenAIInstrumentationConfig): void {
  recorder = record(config)
  recorder.instrumentation.manuallyInstrument(openai)
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

function attributes(): unknown[] {
  return recorder.spans().map((span) => span.attributes)
}

function callee(): Record<string, unknown> {
  return {
    'gen_ai.provider.name': 'openai',
    'server.address': '127.0.0.1',
    'server.port': Number(new URL(server.baseURL).port),
  }
}

function request(model: string, output: string, more: object = {}): Record<string, unknown> {
  return {
    'gen_ai.operation.name': 'generate_content',
    ...callee(),
    'gen_ai.request.model': model,
    'gen_ai.output.type': output,
    'llmops.content.capture': 'none',
    ...more,
  }
}

function verdict(valid: boolean, more: object): object {
  return { 'llmops.output.valid': valid, ...more }
}

const STREAM = {
  'gen_ai.request.stream': true,
  'gen_ai.response.time_to_first_chunk': expect.any(Number),
}

describe('the span of pictures', () => {
  const PARAMS = { model: 'gpt-image-2', prompt: 'canary-prompt', n: 2 }

  it('says what was asked and counted, whichever way they are made', async () => {
    start()
    server.answer(PICTURES)
    await client.images.generate(PARAMS)
    await client.images.edit({ ...PARAMS, image: file('a.png', 'image/png') })
    await client.images.createVariation({ model: 'm', image: file('a.png', 'image/png') })
    expect(recorder.spans().map(({ name }) => name)).toEqual([
      'generate_content gpt-image-2',
      'generate_content gpt-image-2',
      'generate_content m',
    ])
    expect(recorder.spans()[0]).toMatchObject({
      kind: SpanKind.CLIENT,
      status: { code: SpanStatusCode.UNSET },
      events: [],
    })
    const asked = request('gpt-image-2', 'image', { 'gen_ai.request.choice.count': 2 })
    expect(attributes()).toEqual([
      { ...asked, ...IMAGE_USED },
      { ...asked, ...IMAGE_USED },
      { ...request('m', 'image'), ...IMAGE_USED },
    ])
  })

  it('says of a stream when the first draft came', async () => {
    start()
    const draft = { type: 'image_generation.partial_image', b64_json: 'Y2FuYXJ5' }
    const whole = { type: 'image_generation.completed', b64_json: 'Y2FuYXJ5', usage: IMAGE_USAGE }
    server.answer({ events: [draft, draft, whole], ending: 'end' })
    await drain(await client.images.generate({ model: 'm', prompt: 'p', stream: true }))
    expect(attributes()).toEqual([{ ...request('m', 'image'), ...STREAM, ...IMAGE_USED }])
    const perChunk = (await recorder.metrics()).find(
      ({ descriptor }) => descriptor.name === 'gen_ai.client.inference.time_per_output_chunk',
    )
    expect(perChunk?.dataPoints[0]?.value).toMatchObject({ count: 2 })
  })

  it('names the deployment on Azure where the path has one, else the model', async () => {
    start()
    server.answer(PICTURES)
    const azure = new AzureOpenAI({
      apiKey: 'test',
      apiVersion: '2026-01-01',
      baseURL: server.baseURL,
      deployment: 'pictures',
    })
    await azure.images.generate(PARAMS)
    await azure.images.createVariation({ model: 'm', image: file('a.png', 'image/png') })
    expect(server.requests.map(({ path }) => path.split('?')[0])).toEqual([
      '/v1/deployments/pictures/images/generations',
      '/v1/images/variations',
    ])
    expect(recorder.spans().map((span) => span.attributes['llmops.deployment.name'])).toEqual([
      'pictures',
      'm',
    ])
  })
})

describe('the span of sound', () => {
  const SPEECH = { model: 'tts', voice: 'ash', input: 'canary-prompt' }

  it('says of speech what was asked, and ends with the headers', async () => {
    start()
    server.answer({ body: 'canary-sound', type: 'audio/mpeg' })
    const answer = await client.audio.speech.create(SPEECH)
    expect(recorder.spans()).toHaveLength(1)
    expect(await answer.text()).toBe('canary-sound')
    expect(attributes()).toEqual([request('tts', 'speech')])
  })

  it('says of a transcript what was counted, in tokens or not at all', async () => {
    start()
    const body = { model: 'm', file: file('a.m4a', 'audio/mp4'), temperature: 0 }
    server.answer(
      { json: { text: 'canary-text', usage: AUDIO_USAGE } },
      { json: { text: 'canary-text', usage: { type: 'duration', seconds: 9 } } },
      { body: 'canary-text', type: 'text/plain' },
    )
    await client.audio.transcriptions.create(body)
    await client.audio.transcriptions.create(body)
    await client.audio.translations.create({ ...body, response_format: 'text' })
    const asked = request('m', 'text', { 'gen_ai.request.temperature': 0 })
    expect(attributes()).toEqual([{ ...asked, ...AUDIO_USED }, asked, asked])
  })

  it('has the verdict of the prompt’s contract on what was said, streamed or not', async () => {
    start()
    const prompt = definePrompt({ name: 'gate', version: 2, output: oneOf('Yes', 'No') })
    const body = { model: 'm', file: file('a.m4a', 'audio/mp4') }
    server.answer({ json: { text: 'Yes' } }, transcript('No'), transcript('Perhaps'), {
      events: transcript('Yes').events.slice(0, 1),
      ending: 'end',
    })
    await withConversation('c-1', () =>
      prompt.run({ metadata: { turn: 1 } }, async () => {
        await client.audio.transcriptions.create(body)
        for (let turn = 0; turn < 3; turn += 1)
          // oxlint-disable-next-line no-await-in-loop -- the server answers in this order
          await drain(await client.audio.transcriptions.create({ ...body, stream: true }))
      }),
    )
    const asked = request('m', 'text', {
      'gen_ai.prompt.name': 'gate',
      'gen_ai.prompt.version': '2',
      'gen_ai.conversation.id': 'c-1',
      'llmops.metadata.turn': 1,
      'llmops.output.contract': 'oneOf(Yes, No)',
    })
    expect(attributes()).toEqual([
      { ...asked, ...verdict(true, { 'llmops.output.label': 'Yes' }) },
      { ...asked, ...STREAM, ...AUDIO_USED, ...verdict(true, { 'llmops.output.label': 'No' }) },
      {
        ...asked,
        ...STREAM,
        ...AUDIO_USED,
        ...verdict(false, { 'llmops.output.violation': 'not_in_set' }),
      },
      {
        ...asked,
        ...STREAM,
        'gen_ai.response.finish_reasons': ['error'],
        ...verdict(false, { 'llmops.output.violation': 'truncated' }),
      },
    ])
  })
})

describe('the span of a decision', () => {
  it('is a chat, with the choice as the output that a contract judges', async () => {
    start()
    server.answer(DECISION)
    const prompt = definePrompt({ name: 'gate', version: 1, output: oneOf('Yes', 'No') })
    await prompt.run({}, () =>
      client.decisions.create({ model: 'gpt-6-luna', input: 'p', questions: [QUESTION] }),
    )
    expect(recorder.spans()[0]?.name).toBe('chat gpt-6-luna')
    expect(attributes()).toEqual([
      {
        ...request('gpt-6-luna', 'json'),
        'gen_ai.operation.name': 'chat',
        'gen_ai.prompt.name': 'gate',
        'gen_ai.prompt.version': '1',
        'gen_ai.response.model': 'gpt-6-luna-1',
        'gen_ai.usage.input_tokens': 60,
        'gen_ai.usage.output_tokens': 3,
        'llmops.output.contract': 'oneOf(Yes, No)',
        'llmops.output.label': 'Yes',
        'llmops.output.valid': true,
      },
    ])
  })
})

describe('the metrics of pictures and sound', () => {
  it('are those of inferences, with tokens by modality', async () => {
    start()
    server.answer(PICTURES)
    await client.images.generate({ model: 'm', prompt: 'p' })
    const points = (await recorder.metrics()).flatMap(({ dataPoints, descriptor }) =>
      dataPoints.map((point) => [
        descriptor.name,
        point.attributes['gen_ai.token.modality'],
        typeof point.value === 'number' ? point.value : undefined,
      ]),
    )
    expect(points).toEqual([
      ['gen_ai.client.inference.duration', undefined, undefined],
      ['gen_ai.client.inference.operation.input_tokens', undefined, undefined],
      ['gen_ai.client.inference.operation.output_tokens', undefined, undefined],
      ['gen_ai.client.inference.usage.input_tokens', 'text', 10],
      ['gen_ai.client.inference.usage.input_tokens', 'image', 40],
      ['gen_ai.client.inference.usage.output_tokens', 'unknown', 110],
    ])
  })
})
