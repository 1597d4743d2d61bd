import { describe, expect, it } from 'vitest'

import type { WaitingCases } from '../confirm/waiting-cases.ts'
import { itemAfter, waitingItems } from './waiting-items.ts'

const set = (file: string, ...ids: readonly string[]): WaitingCases => ({
  evaluation: 'search-decision',
  file,
  labels: ['Yes', 'No'],
  version: 'v',
  waiting: ids.map((id) => ({ id, tags: [], input: id, confirmed: false })),
  canUndo: false,
})

const keys = (sets: readonly WaitingCases[]): string[] => waitingItems(sets).map(({ key }) => key)

describe('cases that wait', () => {
  it('are told apart by file and id', () => {
    expect(
      keys([set('/data/cases.jsonl', 'a', 'b'), set('C:\\data\\incident.jsonl', 'a')]),
    ).toEqual(['cases.jsonl/a', 'cases.jsonl/b', 'incident.jsonl/a'])
  })

  it('are followed by the next one, or by the one before at the end', () => {
    const before = waitingItems([set('f', 'a', 'b', 'c')])
    const next = (index: number, ...left: readonly string[]): string | undefined =>
      itemAfter(before, waitingItems([set('f', ...left)]), index)?.key
    expect(next(0, 'b', 'c')).toBe('f/b')
    expect(next(2, 'a', 'b')).toBe('f/b')
    expect(itemAfter(before, [], 0)).toBeUndefined()
  })

  it('are looked at again when a decision was taken back', () => {
    const after = waitingItems([set('f', 'a', 'b', 'c')])
    expect(itemAfter(waitingItems([set('f', 'a', 'b')]), after, 0)?.key).toBe('f/c')
  })
})
