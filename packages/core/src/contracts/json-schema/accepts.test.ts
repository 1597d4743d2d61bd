import { describe, expect, it } from 'vitest'

import { schemaAccepts } from './accepts.ts'
import type { Answer } from './keywords.ts'

const LIST = {
  $ref: '#/$defs/list',
  $defs: {
    list: {
      type: 'object',
      properties: {
        head: { type: 'number' },
        tail: { anyOf: [{ $ref: '#/$defs/list' }, { type: 'null' }] },
      },
      required: ['head', 'tail'],
      additionalProperties: false,
    },
  },
}

describe('a value under a JSON Schema', () => {
  const cases: [schema: unknown, value: unknown, answer: Answer][] = [
    [true, 1, true],
    [{}, 1, true],
    [false, 1, false],
    [{ type: 'string' }, 'x', true],
    [{ type: 'string' }, null, false],
    [{ type: ['string', 'null'] }, null, true],
    [{ type: 'integer' }, 1.5, false],
    [{ type: 'integer' }, 1.0, true],
    [{ type: 'number' }, '1', false],
    [{ type: 'object' }, [], false],
    [{ type: 'array' }, {}, false],
    [{ type: 'boolean' }, false, true],
    [{ type: 'nonsense' }, 1, undefined],
    [{ enum: ['Yes', 'No', 1, null] }, 'No', true],
    [{ enum: ['Yes', 'No'] }, 'no', false],
    [{ enum: [{ a: 1 }] }, { a: 1 }, undefined],
    [{ enum: [{ a: 1 }] }, 'a', false],
    [{ const: 1 }, 1, true],
    [{ const: 1 }, '1', false],
    [{ properties: { a: { type: 'string' } } }, { a: 'x', b: 1 }, true],
    [{ properties: { a: { type: 'string' } } }, { a: 1 }, false],
    [{ properties: { a: { type: 'string' } } }, 'no object', true],
    [{ required: ['a'] }, {}, false],
    [{ required: ['toString'] }, {}, false],
    [{ properties: { a: true }, additionalProperties: false }, { a: 1 }, true],
    [{ properties: { a: true }, additionalProperties: false }, { b: 1 }, false],
    [{ properties: {}, additionalProperties: false }, { constructor: 1 }, false],
    [{ additionalProperties: { type: 'number' } }, { a: 1, b: 'x' }, false],
    [{ propertyNames: { enum: ['a'] } }, { a: 1 }, true],
    [{ propertyNames: { enum: ['a'] } }, { b: 1 }, false],
    [{ minProperties: 1, maxProperties: 2 }, {}, false],
    [{ minProperties: 1, maxProperties: 2 }, { a: 1, b: 1, c: 1 }, false],
    [{ items: { type: 'number' } }, [1, 2], true],
    [{ items: { type: 'number' } }, [1, 'x'], false],
    [{ prefixItems: [{ type: 'string' }], items: false }, ['x'], true],
    [{ prefixItems: [{ type: 'string' }], items: false }, ['x', 1], false],
    [{ items: [{ type: 'string' }] }, ['x'], undefined],
    [{ minItems: 1, maxItems: 2 }, [], false],
    [{ minItems: 1, maxItems: 2 }, [1, 2, 3], false],
    [{ minLength: 2, maxLength: 2 }, '👍👍', true],
    [{ minLength: 2 }, '👍', false],
    [{ pattern: '^\\d+$' }, '12', true],
    [{ pattern: '^\\d+$' }, '1x', false],
    [{ pattern: '(a)\\1' }, 'aa', undefined],
    [{ pattern: '(' }, 'x', undefined],
    [{ format: 'email' }, 'no address', true],
    [{ minimum: 0, maximum: 5 }, 5, true],
    [{ minimum: 0 }, -1, false],
    [{ exclusiveMinimum: 0, exclusiveMaximum: 5 }, 5, false],
    [{ minimum: 0, exclusiveMinimum: true }, 1, undefined],
    [{ multipleOf: 5 }, 15, true],
    [{ multipleOf: 5 }, 16, false],
    [{ multipleOf: 0.1 }, 0.3, undefined],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, null, true],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, false],
    [{ anyOf: [{ type: 'string' }, { unknown: 1 }] }, 1, undefined],
    [{ anyOf: [{ type: 'number' }, { unknown: 1 }] }, 1, true],
    [{ allOf: [{ type: 'number' }, { minimum: 2 }] }, 1, false],
    [{ oneOf: [{ type: 'number' }, { minimum: 2 }] }, 3, false],
    [{ oneOf: [{ type: 'number' }, { minimum: 2 }] }, 1, true],
    [{ oneOf: [{ type: 'number' }, { unknown: 1 }] }, 1, undefined],
    [{ not: { type: 'null' } }, null, false],
    [{ not: { unknown: 1 } }, null, undefined],
    [LIST, { head: 1, tail: { head: 2, tail: null } }, true],
    [LIST, { head: 1, tail: { head: 'x', tail: null } }, false],
    [{ properties: { me: { $ref: '#' } }, additionalProperties: false }, { me: { me: {} } }, true],
    [{ properties: { me: { $ref: '#' } }, additionalProperties: false }, { me: { you: 1 } }, false],
    [{ $ref: '#/$defs/a~1b%20c', $defs: { 'a/b c': { type: 'string' } } }, 1, false],
    [{ $ref: 'https://example.com/schema' }, 1, undefined],
    [{ $ref: '#/$defs/missing' }, 1, undefined],
    [{ $ref: '#/%' }, 1, undefined],
    [{ $ref: '#' }, 1, undefined],
    [{ $ref: '#/$defs/a', minimum: 2, $defs: { a: { type: 'number' } } }, 1, undefined],
    [{ $ref: '#/$defs/a', minimum: 2, $defs: { a: { type: 'number' } } }, 3, true],
    [{ $ref: '#/$defs/a', minimum: 2, $defs: { a: { type: 'string' } } }, 3, false],
    // A word that is not known could say anything of its own schema, and nothing of others.
    [{ type: 'string', nullable: true }, null, undefined],
    [{ type: 'object', properties: { a: { nullable: true } }, required: ['b'] }, { a: 1 }, false],
    [{ $id: 'https://example.com/s', type: 'string' }, 1, false],
    [{ properties: { a: { $id: 'https://example.com/s' } } }, { a: 1 }, undefined],
    [{ patternProperties: { '^a': false } }, {}, undefined],
    [{ constructor: 1 }, {}, undefined],
    ['no schema', 1, undefined],
    [null, 1, undefined],
    [[], 1, undefined],
    ...Object.entries({
      properties: {},
      required: {},
      prefixItems: [],
      minItems: [],
      minLength: 'x',
      pattern: 'x',
      minimum: 1,
      exclusiveMinimum: 1,
      multipleOf: 1,
      enum: 1,
      anyOf: 1,
      allOf: 1,
      oneOf: 1,
    }).map(([word, value]): [unknown, unknown, undefined] => [{ [word]: false }, value, undefined]),
  ]
  it.each(cases)('%j: %j', (schema, value, answer) => {
    expect(schemaAccepts(schema, value)).toBe(answer)
  })

  it('is judged in bounded time, and not judged beyond', () => {
    const started = performance.now()
    const deep = JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`) as unknown
    const within = JSON.parse(`${'['.repeat(60)}1${']'.repeat(60)}`) as unknown
    const nested = { items: { $ref: '#' } }
    const doubled = { anyOf: [nested, nested], not: { type: 'number' } }
    const wide = { items: { enum: Array.from({ length: 1000 }, (_, index) => index) } }
    const long = { anyOf: Array.from({ length: 1000 }, () => ({ minLength: 1_000_000 })) }
    const sought = { items: { pattern: '(?:a{1,30}){1,30}' } }
    expect([
      schemaAccepts(long, 'x'.repeat(400_000)),
      schemaAccepts(
        sought,
        Array.from({ length: 1000 }, () => 'a'.repeat(400)),
      ),
      schemaAccepts(nested, deep),
      schemaAccepts(doubled, within),
      schemaAccepts(
        wide,
        Array.from({ length: 100_000 }, () => 999),
      ),
    ]).toEqual(Array.from({ length: 5 }))
    expect(performance.now() - started).toBeLessThan(4000)
  })
})
