import { assert, oneof, property, string, nat, stringMatching } from 'fast-check'
import { describe, expect, it } from 'vitest'

import { comparePromptVersions } from './prompt-ref.ts'

describe('comparePromptVersions', () => {
  it.each([
    [
      [10, 9, 1, 2],
      [1, 2, 9, 10],
    ],
    [
      ['v10', 'v9', 'v9.1'],
      ['v9', 'v9.1', 'v10'],
    ],
    [
      ['2026-11', '2026-9', '2025-12'],
      ['2025-12', '2026-9', '2026-11'],
    ],
    [
      ['prod', 2, '1', 10],
      ['1', 2, 10, 'prod'],
    ],
    [
      ['99999999999999999999', '100000000000000000000'],
      ['99999999999999999999', '100000000000000000000'],
    ],
  ])('orders %j as people count', (versions, expected) => {
    expect(versions.toSorted(comparePromptVersions)).toEqual(expected)
  })

  it('takes 007, 7 and "7" for the same', () => {
    expect([comparePromptVersions('007', 7), comparePromptVersions(7, '7')]).toEqual([0, 0])
  })

  it('is an order', () => {
    const version = oneof(nat(30), stringMatching(/^[v.\-\d]{0,6}$/), string({ maxLength: 4 }))
    assert(
      property(version, version, version, (a, b, c) => {
        expect(Math.sign(comparePromptVersions(a, b))).toBe(
          0 - Math.sign(comparePromptVersions(b, a)),
        )
        const [first, middle, last] = [a, b, c].toSorted(comparePromptVersions) as [
          typeof a,
          typeof a,
          typeof a,
        ]
        expect(comparePromptVersions(first, middle)).toBeLessThanOrEqual(0)
        expect(comparePromptVersions(middle, last)).toBeLessThanOrEqual(0)
        expect(comparePromptVersions(first, last)).toBeLessThanOrEqual(0)
      }),
    )
  })
})
