import OpenAI from 'openai'
import * as openai from 'openai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import type { OpenAIInstrumentationConfig } from './options.ts'
import {
  AUDIO_USAGE,
  DECISION,
  file,
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

function text(content: string): object {
  return { type: 'text', content }
}

function blob(modality: string, mime_type: string): object {
  return { type: 'blob', modality, content: '', mime_type }
}

function user(...parts: object[]): object[] {
  return [{ role: 'user', parts }]
}

function model(...parts: object[]): object[] {
  return [{ role: 'assistant', parts }]
}

/** One call of each kind, with a canary in everything that is content. */
async function callAll(): Promise<void> {
  server.answer(
    PICTURES,
    PICTURES,
    { body: 'canary-sound', type: 'audio/mpeg' },
    { json: { text: 'canary-text', usage: AUDIO_USAGE } },
    transcript('canary-text'),
    DECISION,
    {
      json: { error: { message: 'no to canary-a.m4a and canary-prompt', code: 'c' } },
      status: 400,
    },
  )
  const prompt = 'canary-prompt'
  await client.images.generate({ model: 'm', prompt })
  await client.images.edit({ model: 'm', prompt, image: file('a.png', 'image/png') })
  await client.audio.speech.create({
    model: 'm',
    voice: 'canary-voice',
    input: prompt,
    instructions: 'canary-instructions',
  })
  const heard = { model: 'm', prompt, file: file('a.m4a', 'audio/mp4') }
  await client.audio.transcriptions.create({ ...heard, known_speaker_names: ['canary-speaker'] })
  await drain(await client.audio.transcriptions.create({ ...heard, stream: true }))
  await client.decisions.create({ model: 'm', input: prompt, questions: [QUESTION] })
  await expect(client.images.edit({ model: 'm', prompt, image: heard.file })).rejects.toThrow('no')
}

describe('content', () => {
  it('is nowhere, in any signal or log of ours, where nobody asks for it', async () => {
    start()
    await callAll()
    const signals = JSON.stringify([
      recorder.spans().map(({ attributes: all, events, status }) => [all, events, status]),
      recorder.events().map(({ attributes: all, body }) => [all, body]),
      await recorder.metrics(),
      recorder.diagnostics,
    ])
    expect(recorder.spans()).toHaveLength(7)
    expect(signals).not.toContain('canary')
    expect(signals).not.toContain('Y2FuYXJ5')
    expect(signals).not.toContain('Yes')
  })

  it('is prompts, transcripts and that files were there: no name and no bytes of them', async () => {
    start({ captureMessageContent: 'SPAN_AND_EVENT' })
    await callAll()
    const asked = text('canary-prompt')
    const picture = model(text('canary-revised'), blob('image', 'image/png'))
    const expected = [
      [undefined, user(asked), picture],
      [undefined, user(asked, blob('image', 'image/png')), picture],
      [[text('canary-instructions')], user(asked), model(blob('audio', 'audio/mpeg'))],
      [undefined, user(asked, blob('audio', 'audio/mp4')), model(text('canary-text'))],
      [undefined, user(asked, blob('audio', 'audio/mp4')), model(text('canary-text'))],
      [
        [
          text('canary-question'),
          {
            type: 'generic',
            generic_type: 'choice',
            choices: [{ value: 'Yes' }, { value: 'No' }],
          },
        ],
        user(asked),
        model(text('Yes')),
      ],
      [undefined, user(asked, blob('image', 'audio/mp4')), undefined],
    ]
    const keys = ['system_instructions', 'input.messages', 'output.messages']
    const contentOf = (all: Readonly<Record<string, unknown>>) =>
      keys.map((key) => all[`gen_ai.${key}`])
    const onSpans = recorder
      .spans()
      .map((span) =>
        contentOf(span.attributes).map((value) =>
          value === undefined ? undefined : (JSON.parse(value as string) as unknown),
        ),
      )
    const onEvents = recorder
      .events()
      .filter(({ eventName }) => eventName === 'gen_ai.client.inference.operation.details')
      .map((event) => contentOf(event.attributes))
    expect(onSpans).toEqual(expected)
    expect(onEvents).toEqual(expected)
    const signals = JSON.stringify([
      recorder.spans().map((span) => span.attributes),
      recorder.events().map((one) => one.attributes),
    ])
    for (const never of ['canary-a.', 'canary-bytes', 'Y2FuYXJ5', 'canary-sound', 'canary-voice'])
      expect(signals).not.toContain(never)
  })
})
