import { describe, expect, it } from 'vitest'

import { chunk, delta, STREAM_USAGE, YES_STREAM } from '../testing/fixtures.ts'
import { chatStreamResponse, foldChatChunk, startChatStream } from './chunks.ts'

function read(chunks: readonly unknown[], keepsText = true) {
  const stream = startChatStream(keepsText)
  const carried = chunks.map((one) => foldChatChunk(stream, one))
  const { attributes, messages, output } = chatStreamResponse(stream, 'openai')
  return { attributes, carried, messages: messages?.(), output: output?.() }
}

const IDENTITY = {
  'gen_ai.response.id': 'chatcmpl-1',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'openai.response.service_tier': 'default',
  'openai.response.system_fingerprint': 'fp_1',
}

/** A piece of one tool call. */
function piece(index: number, call: object): unknown {
  return chunk([delta({ tool_calls: [{ index, ...call }] })])
}

describe('folding a chat stream', () => {
  it('puts the pieces together and counts only chunks that carry output', () => {
    expect(read(YES_STREAM)).toEqual({
      attributes: {
        ...IDENTITY,
        'gen_ai.response.finish_reasons': ['stop'],
        'gen_ai.usage.input_tokens': 12,
        'gen_ai.usage.output_tokens': 2,
      },
      carried: [false, true, true, false, false],
      messages: [{ role: 'assistant', parts: [{ type: 'text', content: 'Yes' }] }],
      output: { text: 'Yes', toolCalls: [], finishReason: 'stop' },
    })
  })

  it('keeps no text that nobody asked for', () => {
    const secret = [
      chunk([delta({ content: 'secret', refusal: 'secret', reasoning_content: 'secret' })]),
      chunk([delta({ tool_calls: [{ index: 0, function: { name: 'secret' } }] })]),
      chunk([delta({ audio: { transcript: 'secret' }, function_call: { name: 'secret' } })]),
    ]
    const stream = startChatStream(false)
    for (const one of secret) foldChatChunk(stream, one)
    expect(JSON.stringify([stream, [...stream.choices.values()]])).not.toContain('secret')
  })

  it('keeps interleaved choices apart, in the order of their index', () => {
    const { attributes, messages } = read([
      chunk([delta({ content: 'N' }, null, 1)]),
      chunk([delta({ content: 'Y' }, null, 0)]),
      chunk([delta({ content: 'o' }, 'length', 1)]),
      chunk([delta({ content: 'es' }, 'stop', 0)]),
    ])
    expect(attributes['gen_ai.response.finish_reasons']).toEqual(['stop', 'length'])
    expect(messages?.map(({ parts }) => parts)).toEqual([
      [{ type: 'text', content: 'Yes' }],
      [{ type: 'text', content: 'No' }],
    ])
  })

  it('keeps parallel tool calls apart, wherever their index starts', () => {
    const { messages, output } = read([
      piece(1, { id: 'a', type: 'function', function: { name: 'f', arguments: '' } }),
      piece(3, { id: 'b', type: 'custom', custom: { name: 'g', input: 'fr' } }),
      piece(1, { function: { arguments: '{"x"' } }),
      piece(3, { custom: { input: 'ee' } }),
      piece(1, { function: { arguments: ':1}' } }),
      chunk([delta({}, 'tool_calls')]),
    ])
    expect(messages?.[0]?.parts).toEqual([
      { type: 'tool_call', id: 'a', name: 'f', arguments: { x: 1 } },
      { type: 'tool_call', id: 'b', name: 'g', arguments: { input: 'free' } },
    ])
    expect(output).toEqual({
      text: '',
      toolCalls: ['f', 'g'],
      toolArguments: ['{"x":1}', 'free'],
      finishReason: 'tool_calls',
    })
  })

  it('joins refusals, reasoning, transcripts and legacy function calls', () => {
    const { messages } = read([
      chunk([delta({ reasoning_content: 'Be' }), delta({ refusal: 'I ' }, null, 1)]),
      chunk([delta({ reasoning_content: 'cause' }), delta({ refusal: 'cannot.' }, null, 1)]),
      chunk([delta({ audio: { transcript: 'H' } }, null, 2)]),
      chunk([delta({ audio: { transcript: 'i', data: 'AAAA' } }, null, 2)]),
      chunk([delta({ function_call: { name: 'old', arguments: '{"a"' } }, null, 3)]),
      chunk([delta({ function_call: { arguments: ':1}' } }, null, 3)]),
    ])
    expect(messages?.map(({ parts }) => parts)).toEqual([
      [{ type: 'reasoning', content: 'Because' }],
      [{ type: 'refusal', content: 'I cannot.' }],
      [{ type: 'text', content: 'Hi' }],
      [{ type: 'tool_call', name: 'old', arguments: { a: 1 } }],
    ])
  })

  it('says error where the finish reason never came, and leaves it out of the output', () => {
    const { attributes, output } = read(YES_STREAM.slice(0, 3))
    expect(attributes).toEqual({ ...IDENTITY, 'gen_ai.response.finish_reasons': ['error'] })
    expect(output).toEqual({ text: 'Yes', toolCalls: [] })
  })

  it('takes the first id and model that are not empty, and the last usage that is not null', () => {
    const { attributes } = read([
      { id: '', model: '', choices: [], usage: null },
      { id: 'a', model: 'm', choices: [], usage: { prompt_tokens: 1, completion_tokens: 0 } },
      { id: 'b', model: 'n', choices: [], usage: STREAM_USAGE },
      { id: 'b', model: 'n', choices: [], usage: null },
    ])
    expect(attributes).toEqual({
      'gen_ai.response.id': 'a',
      'gen_ai.response.model': 'm',
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 2,
    })
  })

  it('takes a stream without any choice for an empty answer that was cut', () => {
    expect(read([])).toEqual({ attributes: {}, carried: [], messages: [], output: { text: '' } })
  })

  it.each([undefined, null, 7, 'x', {}, { choices: 'x' }, { choices: [null, 7, { delta: 1 }] }])(
    'goes on after a chunk like %j',
    (odd) => {
      const { output } = read([odd, ...YES_STREAM])
      expect(output).toEqual({ text: 'Yes', toolCalls: [], finishReason: 'stop' })
    },
  )

  it('stops keeping text at a bound', () => {
    const long = chunk([delta({ content: 'x'.repeat(300_000) })])
    expect(read([long, long, long, long, long]).output?.text).toHaveLength(1_000_000)
  })
})
