import { diag, DiagLogLevel } from '@opentelemetry/api'
import { type } from 'arktype'
import * as v from 'valibot'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'

import type { OutputContract, Verdict } from './contract.ts'
import { json } from './json-contract.ts'
import type { StandardSchema } from './standard-schema.ts'

/** A schema as any library would make it. */
function schemaOf(validate: StandardSchema['~standard']['validate']): StandardSchema {
  return { '~standard': { version: 1, vendor: 'test', validate } }
}

/** An object with a `decision`. */
const decided = schemaOf((value) =>
  typeof (value as { decision?: unknown } | null)?.decision === 'string'
    ? {}
    : { issues: [{ message: 'decision is missing' }] },
)
const anything = schemaOf(() => ({}))

function judge(contract: OutputContract, text: string): Verdict | undefined {
  return contract.judge({ text, finishReason: 'stop' })
}

describe('json', () => {
  const verdicts: [what: string, text: string, verdict: Verdict][] = [
    ['what the schema accepts', '{"decision":"Yes"}', { valid: true, label: 'Yes' }],
    ['white space around it', ' {"decision":"いいえ"}\n', { valid: true, label: 'いいえ' }],
    ['a key twice', '{"decision":1,"decision":"Yes"}', { valid: true, label: 'Yes' }],
    [
      'what the schema refuses',
      '{"decision":1}',
      { valid: false, violation: 'schema', label: '1' },
    ],
    ['another field', '{"reason":"x"}', { valid: false, violation: 'schema' }],
    ['null', 'null', { valid: false, violation: 'schema' }],
    ['prose', 'The decision is Yes.', { valid: false, violation: 'not_json' }],
    [
      'a byte order mark',
      '\uFEFF{"decision":"Yes"}',
      { valid: false, violation: 'extra_text', label: 'Yes' },
    ],
    [
      'JSON in a fence',
      '```json\n{"decision":"Yes"}\n```',
      { valid: false, violation: 'extra_text', label: 'Yes' },
    ],
    [
      'JSON in prose',
      'Here it is: {"decision":"No"}. Anything else?',
      { valid: false, violation: 'extra_text', label: 'No' },
    ],
    ['other JSON in prose', 'See [1] and {}.', { valid: false, violation: 'not_json' }],
    ['a brace that is never closed', 'Yes }{', { valid: false, violation: 'not_json' }],
    ['nothing', '', { valid: false, violation: 'empty' }],
    ['a field of the prototype', '{"constructor":1}', { valid: false, violation: 'schema' }],
    ['more than is parsed', `"${'x'.repeat(500_000)}"`, { valid: false, violation: 'too_long' }],
    ['what nests without end', '['.repeat(500_000), { valid: false, violation: 'not_json' }],
  ]
  it.each(verdicts)('judges %s', (_what, text, verdict) => {
    expect(judge(json(decided, { label: 'decision' }), text)).toEqual(verdict)
  })

  it('says that a cut output was cut, not that it is no JSON', () => {
    expect(json(decided).judge({ text: '{"decision":', finishReason: 'length' })).toEqual({
      valid: false,
      violation: 'truncated',
    })
  })

  it.each([
    ['a', '{"a":"x"}', 'x'],
    ['a', '{"a":0}', '0'],
    ['a', '{"a":false}', 'false'],
    ['a', '{"a":null}', undefined],
    ['a', '{"a":["x"]}', undefined],
    ['a', '{"a":"  "}', undefined],
    ['a.b', '{"a":{"b":"x"}}', 'x'],
    ['a.b', '{"a":"x"}', undefined],
    ['a.b', '{"a.b":"x"}', undefined],
    ['a.1.b', '{"a":[{"b":"x"},{"b":"y"}]}', 'y'],
    ['a.length', '{"a":[]}', '0'],
    ['__proto__', '{}', undefined],
    ['toString', '{}', undefined],
    ['a', '[]', undefined],
    ['a', '"a"', undefined],
  ])('finds the label at %s in %s', (label, text, found) => {
    expect(judge(json(anything, { label }), text)?.label).toBe(found)
  })

  it('keeps labels short', () => {
    const text = JSON.stringify({ decision: 'x'.repeat(5000) })
    expect(judge(json(decided, { label: 'decision' }), text)?.label).toBe('x'.repeat(100))
  })

  it('describes itself by the vendor of the schema, or as told', () => {
    expect([
      json(decided).description,
      json(decided, { description: 'decision 1' }).description,
    ]).toEqual(['json(test)', 'decision 1'])
  })
})

async function later(): Promise<boolean> {
  return Promise.resolve(true)
}

describe('a schema of any library', () => {
  const libraries: [vendor: string, schema: StandardSchema, asynchronous: StandardSchema][] = [
    [
      'zod',
      z.object({ decision: z.enum(['Yes', 'No']) }),
      z.object({ decision: z.string().refine(later) }),
    ],
    [
      'valibot',
      v.object({ decision: v.picklist(['Yes', 'No']) }),
      v.objectAsync({ decision: v.pipeAsync(v.string(), v.checkAsync(later)) }),
    ],
    [
      'arktype',
      type({ decision: "'Yes' | 'No'" }),
      // It has nothing asynchronous; its schemas are functions.
      schemaOf(async () => Promise.resolve({})),
    ],
  ]
  it.each(libraries)('is taken as it is: %s', (vendor, schema, asynchronous) => {
    const contract = json(schema, { label: 'decision' })
    expect(contract.description).toBe(`json(${vendor})`)
    expect([
      judge(contract, '{"decision":"No","reason":"x"}'),
      judge(contract, '{"decision":"Maybe"}'),
      judge(contract, '{}'),
      judge(json(asynchronous), '{"decision":"Yes"}'),
      judge(json(asynchronous), 'Yes'),
    ]).toEqual([
      { valid: true, label: 'No' },
      { valid: false, violation: 'schema', label: 'Maybe' },
      { valid: false, violation: 'schema' },
      undefined,
      { valid: false, violation: 'not_json' },
    ])
  })
})

describe('a schema that validates asynchronously', () => {
  afterEach(() => diag.disable())

  it('says so once, gives no verdict, and its rejection stays its own', async () => {
    const lines: string[] = []
    const line = (message: string): void => void lines.push(message)
    diag.setLogger(
      { error: line, warn: line, info: line, debug: line, verbose: line },
      { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
    )
    const contract = json(schemaOf(async () => Promise.reject(new Error('mine'))))
    expect([judge(contract, '{}'), judge(contract, '{}')]).toEqual([undefined, undefined])
    await new Promise(setImmediate)
    expect(lines).toEqual([
      "kansoku: a schema of test validates asynchronously, but outputs are judged when the call ends. They have no verdict: take what is asynchronous out of the contract's schema",
    ])
  })
})
