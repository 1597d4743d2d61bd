import { describe, expect, it } from 'vitest'

import { foldImageEvent, imageEventsAnswer, startImageEvents } from './events.ts'
import { imagesInput, imagesRequestAttributes } from './request.ts'
import { imagesResponse } from './response.ts'

const USAGE = {
  input_tokens: 50,
  output_tokens: 110,
  total_tokens: 160,
  input_tokens_details: { text_tokens: 10, image_tokens: 40 },
  output_tokens_details: { text_tokens: 0, image_tokens: 110 },
}
const USED = {
  'gen_ai.usage.input_tokens': 50,
  'gen_ai.usage.output_tokens': 110,
  'gen_ai.usage.text.input_tokens': 10,
  'gen_ai.usage.image.input_tokens': 40,
  'gen_ai.usage.text.output_tokens': 0,
  'gen_ai.usage.image.output_tokens': 110,
}

function partial(index: number): unknown {
  const type = 'image_generation.partial_image'
  return { type, partial_image_index: index, b64_json: 'c2VjcmV0', output_format: 'png' }
}

describe('a request for pictures', () => {
  it('has model, number and the kind of output, and nothing of the prompt', () => {
    const body = { model: 'm', prompt: 'secret', n: 2, size: '1024x1024', user: 'secret' }
    expect(imagesRequestAttributes(body)).toEqual({
      'gen_ai.request.model': 'm',
      'gen_ai.request.choice.count': 2,
      'gen_ai.output.type': 'image',
    })
    expect(imagesRequestAttributes({ model: 7, n: 1, stream: true })).toEqual({
      'gen_ai.request.stream': true,
      'gen_ai.output.type': 'image',
    })
  })

  it('has the prompt, and of the given pictures that they are there and of which type', () => {
    const image = [new File(['secret'], 'secret.png', { type: 'image/png' }), new Blob(['secret'])]
    expect(
      imagesInput({ prompt: 'a fish', image, mask: new Blob([], { type: 'no type' }) }),
    ).toEqual({
      inputMessages: [
        {
          role: 'user',
          parts: [
            { type: 'text', content: 'a fish' },
            { type: 'blob', modality: 'image', content: '', mime_type: 'image/png' },
            { type: 'blob', modality: 'image', content: '' },
            { type: 'blob', modality: 'image', content: '' },
          ],
        },
      ],
    })
    expect(imagesInput({ image: 'secret.png', prompt: 7 })).toEqual({})
  })

  it('reads nothing but the type of a file, be it a stream that is there only once', () => {
    const read: PropertyKey[] = []
    const stream = new Proxy(
      {},
      {
        get: (_, key) => {
          read.push(key)
        },
      },
    )
    imagesInput({ image: stream })
    expect(read).toEqual(['type'])
  })
})

describe('pictures that came', () => {
  it('have usage by modality, and one message each without their bytes', () => {
    const data = [
      { url: 'https://host/1.png', revised_prompt: 'a red fish' },
      { b64_json: 'c2VjcmV0' },
    ]
    const { messages, ...answer } = imagesResponse({ data, usage: USAGE, output_format: 'webp' })
    expect({ ...answer, messages: messages?.() }).toEqual({
      attributes: USED,
      messages: [
        {
          role: 'assistant',
          parts: [
            { type: 'text', content: 'a red fish' },
            { type: 'uri', modality: 'image', uri: 'https://host/1.png' },
          ],
        },
        {
          role: 'assistant',
          parts: [{ type: 'blob', modality: 'image', content: '', mime_type: 'image/webp' }],
        },
      ],
    })
  })

  it('lose their bytes in a URL, too', () => {
    const body = { data: [{ url: 'data:image/gif;base64,c2VjcmV0' }] }
    expect(imagesResponse(body).messages?.()[0]?.parts).toEqual([
      { type: 'blob', modality: 'image', content: '', mime_type: 'image/gif' },
    ])
  })

  it('are drawings where their format is svg', () => {
    const body = { data: [{ b64_json: 'PHN2Zz4=' }], output_format: 'svg' }
    expect(imagesResponse(body).messages?.()[0]?.parts).toEqual([
      { type: 'blob', modality: 'image', content: '', mime_type: 'image/svg+xml' },
    ])
  })

  it.each([undefined, null, 'x', 7, [], { data: [null, 7], usage: 'much' }])(
    'survive %j',
    (odd) => {
      const { attributes, messages } = imagesResponse(odd)
      expect([attributes, messages?.()]).toEqual([{}, expect.any(Array)])
    },
  )
})

describe('pictures that come in a stream', () => {
  const completed = { type: 'image_edit.completed', b64_json: 'c2VjcmV0', usage: USAGE }

  it('are output with each draft and with the last event, which has the usage', () => {
    const stream = startImageEvents()
    const carried = [partial(0), partial(1), { type: 'image_edit.new' }, completed].map((event) =>
      foldImageEvent(stream, event),
    )
    const { messages, ...answer } = imageEventsAnswer(stream)
    expect(carried).toEqual([true, true, false, true])
    expect({ ...answer, messages: messages?.() }).toEqual({
      attributes: USED,
      messages: [{ role: 'assistant', parts: [{ type: 'blob', modality: 'image', content: '' }] }],
    })
    expect(JSON.stringify(stream)).not.toContain('c2VjcmV0')
  })

  it('are cut where only a draft came', () => {
    const stream = startImageEvents()
    foldImageEvent(stream, partial(0))
    const { attributes, messages } = imageEventsAnswer(stream)
    expect([attributes, messages?.()]).toEqual([
      { 'gen_ai.response.finish_reasons': ['error'] },
      [
        {
          role: 'assistant',
          parts: [{ type: 'blob', modality: 'image', content: '', mime_type: 'image/png' }],
        },
      ],
    ])
  })

  it('fail by an event that says so, in either form', () => {
    for (const event of [
      { type: 'error', code: 'moderation_blocked', message: 'no' },
      { type: 'error', error: { code: 'moderation_blocked', message: 'no' } },
    ]) {
      const stream = startImageEvents()
      foldImageEvent(stream, event)
      expect(imageEventsAnswer(stream).failure).toMatchObject({ code: 'moderation_blocked' })
    }
  })

  it.each([undefined, null, 'x', 7, [], { type: 7 }, { type: 'x.completed', usage: 7 }])(
    'survive %j',
    (odd) => {
      const stream = startImageEvents()
      foldImageEvent(stream, odd)
      expect(imageEventsAnswer(stream).messages?.()).toEqual(expect.any(Array))
    },
  )

  it('are not kept without end', () => {
    const stream = startImageEvents()
    for (let picture = 0; picture < 1000; picture += 1) foldImageEvent(stream, completed)
    expect(stream.finished).toHaveLength(100)
  })
})
