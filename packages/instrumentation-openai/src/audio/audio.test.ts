import { describe, expect, it } from 'vitest'

import {
  foldAudioEvent,
  speechEventsAnswer,
  startAudioEvents,
  transcriptEventsAnswer,
} from './events.ts'
import {
  speechInput,
  speechRequestAttributes,
  transcriptInput,
  transcriptRequestAttributes,
} from './request.ts'
import { speechResponse, transcriptResponse } from './response.ts'

const TOKENS = {
  type: 'tokens',
  input_tokens: 26,
  output_tokens: 4,
  total_tokens: 30,
  input_token_details: { text_tokens: 5, audio_tokens: 21 },
}
const USED = {
  'gen_ai.usage.input_tokens': 26,
  'gen_ai.usage.output_tokens': 4,
  'gen_ai.usage.text.input_tokens': 5,
  'gen_ai.usage.audio.input_tokens': 21,
}
const CUT = { 'gen_ai.response.finish_reasons': ['error'] }

function said(content: string): unknown {
  return [{ role: 'assistant', parts: [{ type: 'text', content }] }]
}

function delta(piece: string): unknown {
  return { type: 'transcript.text.delta', delta: piece }
}

describe('speech', () => {
  it('asks a model for sound, as events only where the request says so', () => {
    const body = { model: 'm', input: 'secret', voice: 'ash', instructions: 'secret', speed: 1 }
    const asked = { 'gen_ai.request.model': 'm', 'gen_ai.output.type': 'speech' }
    expect(speechRequestAttributes(body)).toEqual(asked)
    expect(speechRequestAttributes({ ...body, stream_format: 'audio' })).toEqual(asked)
    expect(speechRequestAttributes({ ...body, stream_format: 'sse' })).toEqual({
      ...asked,
      'gen_ai.request.stream': true,
    })
  })

  it('has its text and how it is to be said', () => {
    expect(speechInput({ input: 'Good day', instructions: 'whisper' })).toEqual({
      systemInstructions: [{ type: 'text', content: 'whisper' }],
      inputMessages: [{ role: 'user', parts: [{ type: 'text', content: 'Good day' }] }],
    })
    expect(speechInput({ input: 7 })).toEqual({})
  })

  it('is known by the type of its answer, which is not read', () => {
    const response = new Response('secret', { headers: { 'content-type': 'audio/mpeg; x=y' } })
    const { messages, output, ...answer } = speechResponse(response)
    expect({ ...answer, messages: messages?.(), output: output?.() }).toEqual({
      attributes: {},
      messages: [
        {
          role: 'assistant',
          parts: [{ type: 'blob', modality: 'audio', content: '', mime_type: 'audio/mpeg' }],
        },
      ],
    })
    expect(response.bodyUsed).toBe(false)
  })

  it.each([undefined, null, 'x', 7])('says nothing of %j', (odd) => {
    expect(speechResponse(odd).messages?.()).toEqual([])
  })

  it('as a stream of events is whole with the last one', () => {
    const stream = startAudioEvents(true)
    const sound = { type: 'speech.audio.delta', audio: 'c2VjcmV0' }
    expect(foldAudioEvent(stream, sound)).toBe(true)
    expect(speechEventsAnswer(stream).attributes).toEqual(CUT)
    const usage = { input_tokens: 14, output_tokens: 101, total_tokens: 115 }
    expect(foldAudioEvent(stream, { type: 'speech.audio.done', usage })).toBe(false)
    const { attributes, messages } = speechEventsAnswer(stream)
    expect([attributes, messages?.()]).toEqual([
      { 'gen_ai.usage.input_tokens': 14, 'gen_ai.usage.output_tokens': 101 },
      [{ role: 'assistant', parts: [{ type: 'blob', modality: 'audio', content: '' }] }],
    ])
  })
})

describe('a transcript', () => {
  it('is asked for as text, whatever its envelope', () => {
    const body = { model: 'm', file: {}, prompt: 'secret', temperature: 0, language: 'ja' }
    expect(transcriptRequestAttributes({ ...body, response_format: 'verbose_json' })).toEqual({
      'gen_ai.request.model': 'm',
      'gen_ai.request.temperature': 0,
      'gen_ai.output.type': 'text',
    })
    expect(transcriptRequestAttributes({ stream: true })).toEqual({
      'gen_ai.request.stream': true,
      'gen_ai.output.type': 'text',
    })
  })

  it('has the prompt, and of the sound that it is there', () => {
    const file = new File(['secret'], 'secret.m4a', { type: 'audio/mp4' })
    expect(transcriptInput({ prompt: 'names', file })).toEqual({
      inputMessages: [
        {
          role: 'user',
          parts: [
            { type: 'text', content: 'names' },
            { type: 'blob', modality: 'audio', content: '', mime_type: 'audio/mp4' },
          ],
        },
      ],
    })
    expect(transcriptInput({})).toEqual({})
  })

  it.each([
    ['tokens', { text: 'Good day', usage: TOKENS }, USED],
    [
      'seconds, which are no tokens',
      { text: 'Good day', usage: { type: 'duration', seconds: 9 } },
      {},
    ],
    ['nothing', 'Good day', {}],
  ])('is judged and counts %s', (_, body, attributes) => {
    const { messages, output, ...answer } = transcriptResponse(body)
    expect({ ...answer, messages: messages?.(), output: output?.() }).toEqual({
      attributes,
      output: { text: 'Good day', finishReason: 'stop' },
      messages: said('Good day'),
    })
  })

  it.each([undefined, null, 7, [], { text: 7 }])('is not in %j', (odd) => {
    const { messages, output, ...answer } = transcriptResponse(odd)
    expect([answer, messages?.(), output?.()]).toEqual([{ attributes: {} }, [], undefined])
  })
})

describe('a transcript that comes in a stream', () => {
  const done = { type: 'transcript.text.done', text: 'Good day', usage: TOKENS }

  it('is whole with its last event, which is no output of its own', () => {
    const stream = startAudioEvents(true)
    const events = [
      delta('Good'),
      delta(''),
      { type: 'transcript.text.segment' },
      delta(' d'),
      done,
    ]
    expect(events.map((event) => foldAudioEvent(stream, event))).toEqual([
      true,
      false,
      true,
      true,
      false,
    ])
    const { messages, output, ...answer } = transcriptEventsAnswer(stream)
    expect({ ...answer, messages: messages?.(), output: output?.() }).toEqual({
      attributes: USED,
      output: { text: 'Good day', finishReason: 'stop' },
      messages: said('Good day'),
      failure: undefined,
    })
  })

  it('is cut without it', () => {
    const stream = startAudioEvents(true)
    foldAudioEvent(stream, delta('Go'))
    const { messages, output, ...answer } = transcriptEventsAnswer(stream)
    expect({ ...answer, messages: messages?.(), output: output?.() }).toEqual({
      attributes: CUT,
      output: { text: 'Go' },
      messages: said('Go'),
      failure: undefined,
    })
  })

  it('is not kept where nobody needs it, and never above a bound', () => {
    const [off, on] = [startAudioEvents(false), startAudioEvents(true)]
    const long = 'x'.repeat(600_000)
    for (const event of [delta(long), delta(long)])
      for (const stream of [off, on]) foldAudioEvent(stream, event)
    expect([off.text.length, on.text.length]).toEqual([0, 1_000_000])
    for (const stream of [off, on]) foldAudioEvent(stream, { ...done, text: long + long })
    expect([off.text.length, on.text.length]).toEqual([0, 1_000_000])
  })

  it('fails by an event that says so', () => {
    const stream = startAudioEvents(true)
    foldAudioEvent(stream, { type: 'error', code: 'server_error', message: 'no' })
    expect(transcriptEventsAnswer(stream).failure).toMatchObject({ code: 'server_error' })
  })

  it.each([undefined, null, 'x', 7, [], { type: 7 }, { type: 'transcript.text.done' }])(
    'survives %j',
    (odd) => {
      const stream = startAudioEvents(true)
      foldAudioEvent(stream, odd)
      expect(transcriptEventsAnswer(stream).messages?.()).toEqual([])
    },
  )
})
