import { diag } from '@opentelemetry/api'
import { array, assert, dictionary, nat, oneof, property, record, string } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { cutUtf8 } from '../cut-utf8.ts'
import { mergeMetadata, metadataAttributes } from './metadata.ts'

const quiet = (): void => undefined

describe('metadataAttributes', () => {
  it('takes scalars as they are and nested values as JSON', () => {
    expect(
      metadataAttributes({ turn: 3, ok: false, user: '利用者', tags: ['a'], big: 2n, none: null }),
    ).toEqual({
      'llmops.metadata.turn': 3,
      'llmops.metadata.ok': false,
      'llmops.metadata.user': '利用者',
      'llmops.metadata.tags': '["a"]',
      'llmops.metadata.big': '2',
    })
  })

  it('counts what it leaves out', () => {
    const cycle: { self?: unknown } = {}
    cycle.self = cycle
    expect(
      metadataAttributes({
        ok: 1,
        cycle,
        fn: () => 1,
        '': 1,
        ['k'.repeat(135)]: 1,
        dropped_count: 9,
        'a\nb': 1,
        large: { text: 'x'.repeat(2000) },
      }),
    ).toEqual({ 'llmops.metadata.ok': 1, 'llmops.metadata.dropped_count': 7 })
  })

  it('takes what JSON makes text of as that text', () => {
    expect(
      metadataAttributes({
        at: new Date(0),
        from: new URL('http://127.0.0.1/a'),
        never: new Date(NaN),
      }),
    ).toEqual({
      'llmops.metadata.at': '1970-01-01T00:00:00.000Z',
      'llmops.metadata.from': 'http://127.0.0.1/a',
      'llmops.metadata.never': 'null',
    })
  })

  it('reads no more of a nested value than its budget', () => {
    let read = 0
    const part = { toJSON: () => (read += 1) }
    expect(metadataAttributes({ parts: Array.from({ length: 100_000 }, () => part) })).toEqual({
      'llmops.metadata.dropped_count': 1,
    })
    expect(read).toBeLessThan(1100)
  })

  it('keeps to the number of characters', () => {
    const long = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`k${index}`, 'x'.repeat(1024)]),
    )
    const attributes = metadataAttributes({ ...long, last: 1 })
    expect(Object.keys(attributes)).toEqual([
      ...Array.from({ length: 15 }, (_, index) => `llmops.metadata.k${index}`),
      'llmops.metadata.last',
      'llmops.metadata.dropped_count',
    ])
    expect(attributes['llmops.metadata.dropped_count']).toBe(5)
  })

  it('says once what is wrong with a key, and never says the key', () => {
    const said: string[] = []
    diag.setLogger(
      { error: quiet, info: quiet, debug: quiet, verbose: quiet, warn: (text) => said.push(text) },
      { suppressOverrideMessage: true },
    )
    const key = `jo@example.com${'k'.repeat(140)}`
    for (let time = 0; time < 3; time++) metadataAttributes({ [key]: 1 })
    diag.disable()
    expect(said).toEqual([
      'kansoku: metadata is left out of the telemetry: a key has 154 characters, Azure keeps 134 of them',
    ])
  })

  it('cuts long text and marks the cut', () => {
    expect(metadataAttributes({ note: '語'.repeat(1000) })).toEqual({
      'llmops.metadata.note': `${'語'.repeat(340)}…`,
    })
  })

  it('keeps to the number of keys', () => {
    const many = Object.fromEntries(Array.from({ length: 70 }, (_, index) => [`k${index}`, index]))
    const attributes = metadataAttributes(many)
    expect(Object.keys(attributes)).toHaveLength(65)
    expect(attributes['llmops.metadata.dropped_count']).toBe(6)
  })

  it('leaves no half character in values, and out what has one in its key', () => {
    expect(metadataAttributes({ note: 'a\ud83d', nested: ['\ud83d'], ['\ude00']: 1 })).toEqual({
      'llmops.metadata.note': 'a\ufffd',
      'llmops.metadata.nested': String.raw`["\ud83d"]`,
      'llmops.metadata.dropped_count': 1,
    })
  })

  it.each([null, undefined, 'text', 7])('does not throw for %j', (value) => {
    expect(() => metadataAttributes(value as never)).not.toThrow()
  })

  it('does not throw where a getter does', () => {
    const hostile = Object.defineProperty({}, 'turn', {
      enumerable: true,
      get: () => {
        throw new Error('mine')
      },
    })
    expect(metadataAttributes(hostile)).toEqual({})
  })
})

it('merges: the inner value wins, the outer ones go first over the budget, drops add up', () => {
  const outer = metadataAttributes(
    Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`k${index}`, index])),
  )
  const merged = mergeMetadata(outer, metadataAttributes({ k1: 'inner', extra: 1 }))
  expect(Object.keys(merged)).toHaveLength(65)
  expect(merged).toMatchObject({
    'llmops.metadata.k1': 'inner',
    'llmops.metadata.extra': 1,
    'llmops.metadata.dropped_count': 2,
  })
  expect(merged['llmops.metadata.k0']).toBeUndefined()
})

it('merges within the budgets, whatever is said', () => {
  const values = dictionary(string({ maxLength: 12 }), oneof(string({ maxLength: 2000 }), nat()), {
    maxKeys: 70,
  })
  assert(
    property(values, values, (outer, inner) => {
      const merged = mergeMetadata(metadataAttributes(outer), metadataAttributes(inner))
      const { 'llmops.metadata.dropped_count': dropped = 0, ...kept } = merged
      const entries = Object.entries(kept)
      expect(entries.length).toBeLessThanOrEqual(64)
      expect(
        entries.reduce((sum, [key, value]) => sum + key.length + String(value).length, 0),
      ).toBeLessThan(17_000)
      const { 'llmops.metadata.dropped_count': droppedInner = 0, ...own } =
        metadataAttributes(inner)
      expect(merged).toMatchObject(own)
      expect(Number(dropped)).toBeGreaterThanOrEqual(Number(droppedInner))
    }),
    { numRuns: 200 },
  )
})

const encoder = new TextEncoder()

describe('cutUtf8', () => {
  it('holds its budget on any Unicode and cuts no character in two', () => {
    assert(
      property(
        record({
          parts: array(string({ unit: 'grapheme', maxLength: 40 }), { maxLength: 6 }),
          budget: nat(80),
        }),
        ({ parts, budget }) => {
          const text = parts.join('👩‍👩‍👧')
          const cut = cutUtf8(text, budget + 3)
          expect(encoder.encode(cut).length).toBeLessThanOrEqual(budget + 3)
          expect(cut).not.toMatch(/\p{Cs}/u)
          expect(cut === text || text.startsWith(cut.slice(0, -1))).toBe(true)
        },
      ),
    )
  })
})
