import {
  json,
  matches,
  type ModelOutput,
  oneOf,
  type OutputContract,
  toolCall,
} from '@kansoku/core'
import {
  array,
  assert,
  constantFrom,
  nat,
  oneof,
  option,
  property,
  record,
  string,
} from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { chatStreamResponse, foldChatChunk, startChatStream } from './chat/chunks.ts'
import { chatResponse } from './chat/response.ts'
import { foldResponseEvent, responseEventsAnswer, startResponseEvents } from './responses/events.ts'
import { responsesResponse } from './responses/response.ts'
import { choice, chunk, completion, delta } from './testing/fixtures.ts'
import { response } from './testing/responses-fixtures.ts'

const CONTRACTS: readonly OutputContract[] = [
  oneOf('Yes', 'No', 'はい', 'いいえ'),
  oneOf('Yes', 'No', 'はい', 'いいえ', { normalize: 'lenient' }),
  matches(/^(?<label>Yes|No|はい|いいえ|👍)/u),
  json(z.object({ decision: z.enum(['Yes', 'No']) }), { label: 'decision' }),
  toolCall('search'),
  toolCall('search', z.object({ q: z.string() })),
]

function verdicts(output: ModelOutput | undefined): unknown[] {
  return CONTRACTS.map((contract) => output && contract.judge(output))
}

/** Any text, and often one that a contract knows. */
const texts = oneof(
  string({ unit: 'binary' }),
  array(
    constantFrom(
      'Yes',
      'No',
      'はい',
      'いいえ',
      '👍',
      '。',
      ', ',
      '\n',
      '```',
      '{"decision":"Yes"}',
      ' ',
    ),
    { maxLength: 4 },
  ).map((parts) => parts.join('')),
)
const calls = record({
  name: constantFrom('search', 'other', ''),
  arguments: oneof(constantFrom('{"q":"x"}', '{"q":1}', '{', ''), string()),
})
const answers = record({
  text: texts,
  refusal: option(constantFrom('No way.', ''), { nil: undefined, freq: 5 }),
  tools: oneof(array(calls, { maxLength: 0 }), array(calls, { maxLength: 3 })),
  reason: constantFrom('stop', 'length', 'tool_calls', 'content_filter', undefined),
})
/** Where a text is cut into pieces, between any two UTF-16 units, as a surrogate pair's. */
const cuts = array(nat(), { maxLength: 6 })

function pieces(text: string, at: readonly number[]): string[] {
  const places = [...new Set(at.map((cut) => cut % (text.length + 1)))].toSorted((a, b) => a - b)
  return [...places, text.length].map((end, index) => text.slice(places[index - 1] ?? 0, end))
}

function part(type: string, output_index: number): (piece: string) => unknown {
  return (piece) => ({
    type: `response.${type}.delta`,
    output_index,
    content_index: 0,
    delta: piece,
  })
}

function added(output_index: number, item: object): unknown {
  return { type: 'response.output_item.added', output_index, item }
}

describe('contracts judge a streamed output as the same output in one piece', () => {
  it('of chat completions', () => {
    assert(
      property(answers, cuts, ({ reason, refusal, text, tools }, at) => {
        const tool_calls = tools.map((called, index) => ({ id: `call_${index}`, function: called }))
        const message = { content: text, refusal, tool_calls }
        const plain = chatResponse(completion([choice(message, reason ?? null)]), 'openai')

        const stream = startChatStream(true)
        const chunks = [
          chunk([delta({ role: 'assistant', content: '' })]),
          ...pieces(text, at).map((content) => chunk([delta({ content })])),
          ...pieces(refusal ?? '', at).map((piece) => chunk([delta({ refusal: piece })])),
          ...tools.flatMap(({ arguments: whole, name }, index) => [
            chunk([delta({ tool_calls: [{ index, id: `call_${index}`, function: { name } }] })]),
            ...pieces(whole, at).map((piece) =>
              chunk([delta({ tool_calls: [{ index, function: { arguments: piece } }] })]),
            ),
          ]),
          ...(reason === undefined ? [] : [chunk([delta({}, reason)])]),
          chunk([]),
        ]
        for (const one of chunks) foldChatChunk(stream, one)
        const streamed = chatStreamResponse(stream, 'openai')

        expect(streamed.output?.()).toEqual(plain.output?.())
        expect(verdicts(streamed.output?.())).toEqual(verdicts(plain.output?.()))
      }),
      { numRuns: 1000 },
    )
  })

  const endings = { stop: 'completed', length: 'incomplete', content_filter: 'incomplete' } as const
  it('of responses, with their last event and without', () => {
    assert(
      property(answers, cuts, ({ reason, refusal, text, tools }, at) => {
        const content = [
          { type: 'output_text', text },
          ...(refusal === undefined ? [] : [{ type: 'refusal', refusal }]),
        ]
        const items = [
          { type: 'message', role: 'assistant', content },
          ...tools.map((called) => ({ type: 'function_call', ...called })),
        ]
        const whole = response(items, {
          status: endings[reason as keyof typeof endings] ?? 'completed',
          incomplete_details: {
            reason: reason === 'length' ? 'max_output_tokens' : reason,
          },
        })
        const plain = responsesResponse(whole, 'openai')

        const stream = startResponseEvents(true)
        const events = [
          { type: 'response.created', response: response([], { status: 'in_progress' }) },
          added(0, { type: 'message', role: 'assistant', content: [] }),
          ...pieces(text, at).map(part('output_text', 0)),
          ...pieces(refusal ?? '', at).map(part('refusal', 0)),
          ...tools.flatMap(({ arguments: sent, name }, index) => [
            added(index + 1, { type: 'function_call', name, arguments: '' }),
            ...pieces(sent, at).map(part('function_call_arguments', index + 1)),
          ]),
        ]
        for (const event of events) foldResponseEvent(stream, event)
        const { finishReason: _, ...unfinished } = plain.output?.() ?? { text: '' }
        expect(verdicts(responseEventsAnswer(stream, 'openai').output?.())).toEqual(
          verdicts(unfinished),
        )

        foldResponseEvent(stream, { type: `response.${String(whole['status'])}`, response: whole })
        expect(responseEventsAnswer(stream, 'openai').output?.()).toEqual(plain.output?.())
      }),
      { numRuns: 1000 },
    )
  })

  it('also where it is longer than is judged', () => {
    const long = `{"decision":"Yes","why":"${'x'.repeat(600_000)}"}`
    const plain = chatResponse(completion([choice({ content: long })]), 'openai')
    const stream = startChatStream(true)
    for (const content of pieces(long, [1, 1000, 500_000]))
      foldChatChunk(stream, chunk([delta({ content })]))
    foldChatChunk(stream, chunk([delta({}, 'stop')]))
    const streamed = chatStreamResponse(stream, 'openai')
    expect(verdicts(streamed.output?.())).toEqual(verdicts(plain.output?.()))
    expect(verdicts(plain.output?.()).slice(2, 4)).toEqual([
      { valid: false, violation: 'too_long' },
      { valid: false, violation: 'too_long' },
    ])
  })
})
