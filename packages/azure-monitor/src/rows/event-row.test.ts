import { describe, expect, it } from 'vitest'

import { eventRow } from './event-row.ts'

const EVALUATION = 'gen_ai.evaluation.result'
const DETAILS = 'gen_ai.client.inference.operation.details'

describe('eventRow', () => {
  it('names the custom event of an evaluation, keeps numbers as numbers and puts the explanation last', () => {
    const row = eventRow({
      eventName: EVALUATION,
      attributes: {
        'gen_ai.evaluation.explanation': 'It quotes the prompt',
        'gen_ai.evaluation.name': 'relevance',
        'enduser.pseudo.id': 'u-17',
        'gen_ai.evaluation.score.value': 0.25,
        'llmops.metadata.turn': 2,
      },
    })
    expect(Object.keys(row ?? {})).toEqual(['attributes'])
    expect(Object.entries(row?.attributes ?? {})).toEqual([
      ['gen_ai.evaluation.name', 'relevance'],
      ['gen_ai.evaluation.score.value', 0.25],
      ['llmops.metadata.turn', 2],
      ['microsoft.custom_event.name', EVALUATION],
      [
        'microsoft.custom_measurements',
        '{"gen_ai.evaluation.score.value":0.25,"llmops.metadata.turn":2}',
      ],
      ['enduser.pseudo.id', 'u-17'],
      ['gen_ai.evaluation.explanation', 'It quotes the prompt'],
    ])
  })

  it('says in the details of a call whose they are, what went wrong, and counts its tokens', () => {
    const row = eventRow({
      eventName: DETAILS,
      attributes: {
        'gen_ai.input.messages': [{ role: 'user' }],
        'gen_ai.usage.input_tokens': 12,
        'error.type': '429',
      },
    })
    expect(row).toEqual({
      body: DETAILS,
      attributes: {
        'error.type': '429',
        'gen_ai.input.messages': [{ role: 'user' }],
        'gen_ai.usage.input_tokens': 12,
        'llmops.error.type': '429',
        'microsoft.custom_measurements': '{"gen_ai.usage.input_tokens":12}',
      },
    })
    expect(Object.keys(row?.attributes ?? {}).at(-1)).toBe('gen_ai.input.messages')
  })

  it('leaves a body that somebody wrote', () => {
    expect(eventRow({ eventName: DETAILS, attributes: {}, body: 'said' })).toEqual({
      attributes: {},
    })
  })

  it.each([
    ['a record without a name', { attributes: { 'gen_ai.evaluation.name': 'relevance' } }],
    ['an event of others', { eventName: 'click', attributes: {} }],
    [
      'an exception',
      {
        eventName: 'gen_ai.client.operation.exception',
        attributes: { 'exception.type': 'RangeError' },
      },
    ],
  ])('is not for %s', (_, record) => {
    expect(eventRow(record)).toBeUndefined()
  })
})
