import { describe, expect, it } from 'vitest'

import { oldestFirst } from './version-order.ts'

const order = (...seen: readonly (readonly [version: string, first: string])[]): string[] =>
  oldestFirst(seen.map(([PromptVersion, First]) => ({ PromptVersion, First }))).map(
    ({ PromptVersion }) => PromptVersion,
  )

describe('the order of versions', () => {
  it('is that of their numbers, whichever was called first in the range', () => {
    expect(order(['2', '09:00'], ['10', '08:00'], ['1', '10:00'])).toEqual(['1', '2', '10'])
    expect(order(['v1.10', '1'], ['V1.9', '2'], ['1.2', '3'])).toEqual(['1.2', 'V1.9', 'v1.10'])
  })

  it('is that of their first calls where one has no number', () => {
    expect(order(['terse', '09:00'], ['polite', '08:00'], ['3', '10:00'])).toEqual([
      'polite',
      'terse',
      '3',
    ])
    expect(order(['b', '08:00'], ['a', '08:00'])).toEqual(['a', 'b'])
  })

  it('has calls without a version first', () => {
    expect(order(['2', '08:00'], ['', '09:00'], ['1', '10:00'])).toEqual(['', '1', '2'])
  })
})
