import { describe, expect, it } from 'vitest'

import {
  CALL,
  ending,
  FAILED,
  INCOMPLETE,
  OPENING,
  piece,
  response,
  said,
  YES_EVENTS,
} from '../testing/responses-fixtures.ts'
import {
  fetchedEventsAnswer,
  foldResponseEvent,
  type ResponseEvents,
  responseEventsAnswer,
  startResponseEvents,
} from './events.ts'
import { responsesResponse } from './response.ts'

function fold(events: readonly unknown[], keepsText = true): ResponseEvents {
  const stream = startResponseEvents(keepsText)
  for (const event of events) foldResponseEvent(stream, event)
  return stream
}

function read(events: readonly unknown[], keepsText = true) {
  const answer = responseEventsAnswer(fold(events, keepsText), 'openai')
  return { ...answer, messages: answer.messages?.(), output: answer.output?.() }
}

const CUT = {
  'gen_ai.response.id': 'resp_1',
  'gen_ai.response.model': 'gpt-4o-2024-08-06',
  'gen_ai.response.finish_reasons': ['error'],
}

function added(output_index: number, item: Readonly<Record<string, unknown>>): unknown {
  return { type: 'response.output_item.added', output_index, item }
}

describe('a stream of response events', () => {
  it('is in the end what its last event says, as if it had come in one piece', () => {
    const whole = responsesResponse(response([said('Yes')]), 'openai')
    const expected = { ...whole, messages: whole.messages?.(), output: whole.output?.() }
    expect(read(YES_EVENTS)).toEqual(expected)
    expect(read(YES_EVENTS, false)).toEqual(expected)
  })

  it('counts only pieces of output as output', () => {
    const stream = startResponseEvents(false)
    expect(YES_EVENTS.map((event) => foldResponseEvent(stream, event))).toEqual(
      YES_EVENTS.map((event) => JSON.stringify(event).includes('.delta')),
    )
    const picture = { type: 'response.image_generation_call.partial_image', partial_image_b64: '' }
    expect(foldResponseEvent(stream, picture)).toBe(true)
  })

  it('falls back to the finished items and to the pieces of the others, in their order', () => {
    const { attributes, failure, messages, output } = read([
      ...OPENING,
      added(2, { type: 'function_call', name: 'search', call_id: 'call_2', arguments: '' }),
      { type: 'response.function_call_arguments.delta', output_index: 2, delta: '{"q":' },
      added(1, { type: 'reasoning', summary: [] }),
      { type: 'response.output_item.done', output_index: 1, item: { ...CALL } },
      added(3, { type: 'reasoning', summary: [] }),
      {
        type: 'response.reasoning_summary_text.delta',
        output_index: 3,
        summary_index: 0,
        delta: 'Hm',
      },
      added(4, { type: 'custom_tool_call', name: 'code', call_id: 'call_4' }),
      { type: 'response.custom_tool_call_input.delta', output_index: 4, delta: 'print' },
      piece('N'),
      piece('o'),
    ])
    expect({ attributes, failure }).toEqual({ attributes: CUT, failure: undefined })
    expect(output).toEqual({
      text: 'No',
      toolCalls: ['search', 'search', 'code'],
      toolArguments: ['{"q":"canary-arguments"}', '{"q":', 'print'],
    })
    expect(messages).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'No' },
          {
            type: 'tool_call',
            name: 'search',
            id: 'call_1',
            arguments: { q: 'canary-arguments' },
          },
          { type: 'tool_call', name: 'search', id: 'call_2', arguments: '{"q":' },
          { type: 'reasoning', content: 'Hm' },
          { type: 'tool_call', name: 'code', id: 'call_4', arguments: { input: 'print' } },
        ],
      },
    ])
  })

  it('keeps a refusal that was cut', () => {
    const refusal = { type: 'response.refusal.delta', output_index: 0, content_index: 0 }
    const { output } = read([...OPENING, { ...refusal, delta: 'No ' }, { ...refusal, delta: 'w' }])
    expect(output).toEqual({ text: '', toolCalls: [], refusal: 'No w' })
  })

  it('keeps no text that nobody asked for', () => {
    const stream = fold([...OPENING, piece('secret')], false)
    expect([stream.open.size, stream.finished.size]).toEqual([0, 0])
    expect(read([...OPENING, piece('secret')], false).messages).toEqual([])
  })

  it('is a success where it ends incomplete, a failure where it ends failed', () => {
    const incomplete = read([...OPENING, ending('incomplete', response([said('N')], INCOMPLETE))])
    expect([incomplete.attributes['gen_ai.response.finish_reasons'], incomplete.failure]).toEqual([
      ['length'],
      undefined,
    ])
    const failed = read([...OPENING, ending('failed', response([], FAILED))])
    expect(failed.failure).toMatchObject({ code: 'server_error' })
  })

  it.each([
    { type: 'error', code: 'rate_limit_exceeded', message: 'slow down', param: null },
    { type: 'error', error: { code: 'rate_limit_exceeded', message: 'slow down' } },
    { type: 'error', error: { type: 'rate_limit_exceeded', code: null, message: 'slow down' } },
  ])('fails with %j, where the client hands it on', (event) => {
    const { attributes, failure } = read([...OPENING, event])
    expect(attributes).toEqual(CUT)
    expect(failure).toMatchObject({ code: 'rate_limit_exceeded', message: 'slow down' })
  })

  it.each([
    [[]],
    [[undefined, null, 'x', 7, [], {}, { type: 7 }]],
    [[{ type: 'response.output_text.delta', delta: 7 }, { type: 'response.output_item.done' }]],
  ])('is an empty, cut answer after %j', (events) => {
    const { attributes, messages, output } = read(events)
    expect({ attributes, messages, output }).toEqual({
      attributes: { 'gen_ai.response.finish_reasons': ['error'] },
      messages: [],
      output: { text: '', toolCalls: [] },
    })
  })

  it('stays bounded, however long it is', () => {
    const stream = fold([...OPENING, piece('x'.repeat(1_500_000)), piece('y'.repeat(1_500_000))])
    for (let index = 1; index < 20_000; index += 1)
      foldResponseEvent(stream, added(index, { type: 'reasoning' }))
    expect(stream.open.get(0)?.text.get(0)).toHaveLength(1_000_000)
    expect(stream.open.size).toBe(10_000)
  })
})

describe('a fetched stream', () => {
  it('has its state from the last event that told it, and no reason before its end', () => {
    const { attributes } = fetchedEventsAnswer(fold([...OPENING, piece('N')]), 'openai')
    expect(attributes).toEqual({
      'gen_ai.response.id': 'resp_1',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.status': 'in_progress',
    })
  })

  it('has the whole where it went on from its middle', () => {
    const { attributes } = fetchedEventsAnswer(fold(YES_EVENTS.slice(6)), 'openai')
    expect(attributes).toEqual({
      'gen_ai.response.id': 'resp_1',
      'gen_ai.response.model': 'gpt-4o-2024-08-06',
      'gen_ai.response.status': 'completed',
      'gen_ai.response.finish_reasons': ['stop'],
      'openai.response.service_tier': 'default',
    })
  })
})
