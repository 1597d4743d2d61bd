import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { Verdict } from './contract.ts'
import { json } from './json-contract.ts'
import type { StandardSchema } from './standard-schema.ts'

/** A schema as any library would make it: an object with a `decision`. */
const schema: StandardSchema = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof (value as { decision?: unknown } | null)?.decision === 'string'
        ? {}
        : { issues: [{ message: 'decision is missing' }] },
  },
}
const contract = json(schema, { label: 'decision' })

describe('json', () => {
  const verdicts: [what: string, text: string, verdict: Verdict][] = [
    ['what the schema accepts', '{"decision":"Yes"}', { valid: true, label: 'Yes' }],
    ['white space around it', ' {"decision":"いいえ"}\n', { valid: true, label: 'いいえ' }],
    [
      'what the schema refuses',
      '{"decision":1}',
      { valid: false, violation: 'schema', label: '1' },
    ],
    ['another field', '{"reason":"x"}', { valid: false, violation: 'schema' }],
    ['null', 'null', { valid: false, violation: 'schema' }],
    ['prose', 'The decision is Yes.', { valid: false, violation: 'not_json' }],
    [
      'JSON in a fence',
      '```json\n{"decision":"Yes"}\n```',
      { valid: false, violation: 'not_json' },
    ],
    ['nothing', '', { valid: false, violation: 'empty' }],
    ['a field of the prototype', '{"constructor":1}', { valid: false, violation: 'schema' }],
    ['more than is parsed', `"${'x'.repeat(1_000_001)}"`, { valid: false, violation: 'too_long' }],
  ]
  it.each(verdicts)('judges %s', (_what, text, verdict) => {
    expect(contract.judge({ text, finishReason: 'stop' })).toEqual(verdict)
  })

  it('says that a cut output was cut, not that it is no JSON', () => {
    expect(contract.judge({ text: '{"decision":', finishReason: 'length' })).toEqual({
      valid: false,
      violation: 'truncated',
    })
  })

  it('keeps labels short', () => {
    const text = JSON.stringify({ decision: 'x'.repeat(5000) })
    expect(contract.judge({ text, finishReason: 'stop' })).toEqual({
      valid: true,
      label: 'x'.repeat(100),
    })
  })

  it('takes a schema that only validates later as satisfied, and its rejection as its own', async () => {
    const later: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'late',
        validate: () => Promise.reject(new Error('mine')),
      },
    }
    expect(json(later).judge({ text: '{}', finishReason: 'stop' })).toEqual({ valid: true })
    await new Promise(setImmediate)
  })

  it('takes a schema of zod as it is', () => {
    const decision = json(z.object({ decision: z.enum(['Yes', 'No']) }), { label: 'decision' })
    const judge = (text: string): Verdict => decision.judge({ text, finishReason: 'stop' })
    expect([judge('{"decision":"No"}'), judge('{"decision":"Maybe"}')]).toEqual([
      { valid: true, label: 'No' },
      { valid: false, violation: 'schema', label: 'Maybe' },
    ])
    expect(decision.description).toBe('json(zod)')
  })

  it('describes itself by the vendor of the schema, or as told', () => {
    expect([
      json(schema).description,
      json(schema, { description: 'decision 1' }).description,
    ]).toEqual(['json(test)', 'decision 1'])
  })
})
