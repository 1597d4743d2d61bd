import { describe, expect, it } from 'vitest'

import { attributesOf, type Server, serverAttributes } from './attributes.ts'

describe('serverAttributes', () => {
  it.each<[Server | undefined, unknown]>([
    ['https://models.example/v1', ['models.example', 443]],
    ['http://models.example', ['models.example', 80]],
    ['https://models.example:8443', ['models.example', 8443]],
    [new URL('http://[::1]:8080'), ['::1', 8080]],
    [{ address: 'models.example', port: 50051 }, ['models.example', 50051]],
    ['models.example', [undefined, undefined]],
    ['grpc://models.example', [undefined, undefined]],
    ['', [undefined, undefined]],
    [undefined, [undefined, undefined]],
  ])('reads %s as address and port, or as neither', (server, expected) => {
    const attributes = serverAttributes(server)
    expect([attributes['server.address'], attributes['server.port']]).toEqual(expected)
  })
})

describe('attributesOf', () => {
  it('takes no number that is none: one would be in the sums of a process for ever', () => {
    const table = { inputTokens: 'gen_ai.usage.input_tokens', topP: 'gen_ai.request.top_p' }
    expect(attributesOf(table, { inputTokens: Number.NaN, topP: Infinity })).toEqual({})
  })

  it('takes what the table names, and leaves out what was not said', () => {
    const table = {
      stream: 'gen_ai.request.stream',
      choiceCount: 'gen_ai.request.choice.count',
      seed: 'gen_ai.request.seed',
      topP: 'gen_ai.request.top_p',
    }
    const unsaid = { stream: false, choiceCount: 1, seed: undefined, topP: null, other: 1 }
    expect(attributesOf(table, unsaid)).toEqual({})
    expect(attributesOf(table, { stream: true, choiceCount: 2, seed: 0, topP: 0 })).toEqual({
      'gen_ai.request.stream': true,
      'gen_ai.request.choice.count': 2,
      'gen_ai.request.seed': 0,
      'gen_ai.request.top_p': 0,
    })
  })
})
