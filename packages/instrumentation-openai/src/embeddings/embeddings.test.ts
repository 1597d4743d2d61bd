import { expect, it } from 'vitest'

import { embeddingsRequestAttributes } from './request.ts'
import { embeddingsResponse } from './response.ts'

it('reads model, format and dimensions as the caller sent them, and never the input', () => {
  const body = { model: 'm', input: 'secret', encoding_format: 'float', dimensions: 256, user: 's' }
  expect(embeddingsRequestAttributes(body)).toEqual({
    'gen_ai.request.model': 'm',
    'gen_ai.request.encoding_formats': ['float'],
    'gen_ai.embeddings.dimension.count': 256,
  })
  expect(embeddingsRequestAttributes({ model: 7, dimensions: '256' })).toEqual({})
})

it('reads model and usage of the answer', () => {
  const body = { model: 'm-1', data: [{ embedding: [1] }], usage: { prompt_tokens: 8 } }
  expect(embeddingsResponse(body)).toEqual({
    attributes: { 'gen_ai.response.model': 'm-1', 'gen_ai.usage.input_tokens': 8 },
  })
  for (const odd of [undefined, null, 'x', [], { usage: null }])
    expect(embeddingsResponse(odd)).toEqual({ attributes: {} })
})
