import { assert, property, record, string, nat, array } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { cutUtf8 } from '../cut-utf8.ts'
import { mergeMetadata, metadataAttributes } from './metadata.ts'

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
