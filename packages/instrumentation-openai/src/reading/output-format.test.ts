import type { ModelOutput } from '@kansoku/core'
import { describe, expect, it } from 'vitest'

import { chatFormat } from '../chat/format.ts'
import { responsesFormat } from '../responses/format.ts'
import { inferred } from './output-format.ts'

const SCHEMA = { type: 'object', properties: { a: { enum: ['x', 'y'] } }, required: ['a'] }
const stopped = (text: string, more?: Partial<ModelOutput>): ModelOutput => ({
  text,
  finishReason: 'stop',
  ...more,
})

describe('the output format of a request', () => {
  it.each([
    [{ type: 'json_object' }, { type: 'json_object', schema: true }],
    [
      { type: 'json_schema', json_schema: { name: 'canary', schema: SCHEMA } },
      { type: 'json_schema', schema: SCHEMA },
    ],
    [
      { type: 'json_schema', json_schema: { name: 'canary' } },
      { type: 'json_schema', schema: true },
    ],
    [{ type: 'json_schema' }, { type: 'json_schema', schema: true }],
    [{ type: 'text' }, undefined],
    [null, undefined],
    ['json_object', undefined],
  ])('is read of response_format %j', (response_format, format) => {
    expect(chatFormat({ response_format })).toEqual(format)
  })

  it.each([
    [{ type: 'json_object' }, { type: 'json_object', schema: true }],
    [
      { type: 'json_schema', name: 'canary', schema: SCHEMA },
      { type: 'json_schema', schema: SCHEMA },
    ],
    [{ type: 'text' }, undefined],
    [undefined, undefined],
  ])('is read of text.format %j', (format, read) => {
    expect(responsesFormat({ text: { format } })).toEqual(read)
  })

  it.each([undefined, null, 7, {}, { text: 'x' }])('is none of %j', (body) => {
    expect([chatFormat(body), responsesFormat(body)]).toEqual([undefined, undefined])
  })
})

describe('the contract of an output format', () => {
  it('asks for JSON', () => {
    const contract = inferred({ type: 'json_object', schema: true }, {})
    expect(contract?.description).toBe('json_object')
    expect(['{}', 'Yes'].map((text) => contract?.judge(stopped(text)))).toEqual([
      { valid: true },
      { valid: false, violation: 'not_json' },
    ])
  })

  it('asks for what the schema says, and has its choice for a label', () => {
    const contract = inferred({ type: 'json_schema', schema: SCHEMA }, {})
    expect(contract).toMatchObject({ description: 'json_schema', labels: ['x', 'y'] })
    expect(['{"a":"x"}', '{"a":"canary"}'].map((text) => contract?.judge(stopped(text)))).toEqual([
      { valid: true, label: 'x' },
      { valid: false, violation: 'schema' },
    ])
  })

  it('has the label that is asked for', () => {
    const contract = inferred({ type: 'json_schema', schema: true }, { label: 'b.c' })
    expect(contract?.judge(stopped('{"b":{"c":"z"}}'))).toEqual({ valid: true, label: 'z' })
  })

  it('says nothing of an answer that asks for a tool, and counts a refusal', () => {
    const contract = inferred({ type: 'json_schema', schema: SCHEMA }, {})
    expect([
      contract?.judge(stopped('', { toolCalls: ['search'], finishReason: 'tool_calls' })),
      contract?.judge(stopped('', { refusal: 'No way.' })),
    ]).toEqual([undefined, { valid: false, violation: 'refusal' }])
  })
})
