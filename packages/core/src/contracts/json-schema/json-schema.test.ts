import { describe, expect, it } from 'vitest'

import type { Verdict } from '../contract.ts'
import { jsonSchema } from './json-schema.ts'

const DECISION = {
  type: 'object',
  properties: {
    decision: { type: 'string', enum: ['Yes', 'No'] },
    reason: { type: 'string' },
  },
  required: ['decision', 'reason'],
  additionalProperties: false,
}

describe('jsonSchema', () => {
  const contract = jsonSchema(DECISION)
  const verdicts: [text: string, verdict: Verdict][] = [
    ['{"decision":"Yes","reason":""}', { valid: true, label: 'Yes' }],
    ['{"decision":"No"}', { valid: false, violation: 'schema', label: 'No' }],
    ['{"decision":"canary","reason":""}', { valid: false, violation: 'schema' }],
    ['Yes', { valid: false, violation: 'not_json' }],
    [
      '```\n{"decision":"Yes","reason":""}\n```',
      { valid: false, violation: 'extra_text', label: 'Yes' },
    ],
  ]
  it.each(verdicts)('judges %s', (text, verdict) => {
    expect(contract.judge({ text, finishReason: 'stop' })).toEqual(verdict)
  })

  it('has no verdict where the schema says what it does not understand', () => {
    const { judge } = jsonSchema({ ...DECISION, unevaluatedProperties: false })
    expect([
      judge({ text: '{}', finishReason: 'stop' }),
      judge({ text: 'Yes', finishReason: 'stop' }),
    ]).toEqual([undefined, { valid: false, violation: 'not_json' }])
  })

  it.each([
    ['the only choice at the top', DECISION, ['Yes', 'No']],
    [
      'a choice behind a reference',
      { properties: { a: { $ref: '#/$defs/a' } }, $defs: { a: { enum: ['x', 'y'] } } },
      ['x', 'y'],
    ],
    ['not of two choices', { properties: { a: { enum: ['x'] }, b: { enum: ['y'] } } }, []],
    ['not of numbers', { properties: { a: { enum: [1, 2] } } }, []],
    ['not of long texts', { properties: { a: { enum: ['x'.repeat(101)] } } }, []],
    ['not of an empty choice', { properties: { a: { enum: [] } } }, []],
    ['not of a deeper choice', { properties: { a: { properties: { b: { enum: ['x'] } } } } }, []],
    ['of no schema at all', undefined, []],
  ])('takes its labels from %s', (_what, schema, labels) => {
    expect(jsonSchema(schema).labels).toEqual(labels)
  })

  it('takes the label from where it is told to', () => {
    const { judge, labels } = jsonSchema(DECISION, { label: 'reason' })
    expect(labels).toEqual([])
    expect(judge({ text: '{"decision":"Yes","reason":"new"}', finishReason: 'stop' })).toEqual({
      valid: true,
      label: 'new',
    })
  })

  it('describes itself without a word of the schema, or as told', () => {
    expect([
      jsonSchema({ title: 'canary', ...DECISION }).description,
      jsonSchema(true, { description: 'any JSON' }).description,
    ]).toEqual(['json_schema', 'any JSON'])
  })
})
