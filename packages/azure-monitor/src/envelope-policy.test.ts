import { describe, expect, it } from 'vitest'

import { finishBody } from './envelope-policy.ts'

const body = JSON.stringify([
  {
    data: {
      baseType: 'RemoteDependencyData',
      baseData: {
        type: 'Dependency',
        properties: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai' },
      },
    },
  },
  { data: { baseType: 'MessageData', baseData: { message: '検索' } } },
])

describe('finishBody', () => {
  it('finishes the GenAI envelopes of a batch and keeps the others', () => {
    expect(finishBody(body)).toBe(body.replace('"type":"Dependency"', '"type":"GenAI | openai"'))
  })

  it.each([
    '',
    'no json, gen_ai.operation.name RemoteDependencyData',
    '{"gen_ai.operation.name":"RemoteDependencyData"}',
    '[ {"data":{"baseType":"MetricData"}} ]',
  ])('hands on what it cannot read, byte for byte: %j', (text) => {
    expect(finishBody(text)).toBe(text)
  })
})
