import { describe, expect, it } from 'vitest'

import { callLine, type TailedCall } from './call-line.ts'
import { newcomers } from './seen.ts'

const call: TailedCall = {
  TimeGenerated: '2026-11-25T09:00:00.1234567Z',
  PromptName: 'search_decision',
  PromptVersion: '2',
  Turn: 3,
  Outcome: 'ok',
  Detail: 'Yes',
  DurationMs: 812.4,
  InputTokens: 294,
  OutputTokens: 1,
  Model: 'gpt-4.1-mini',
  ConversationId: 'c-1',
  OperationId: '1',
  Id: '2',
}

const plain = (_: unknown, text: string): string => text

describe('a line of tail', () => {
  it('has its columns where those of the other lines are', () => {
    const failed = {
      ...call,
      PromptName: '検索判定',
      Turn: null,
      Outcome: 'failed',
      Detail: '429',
    } as const
    const lines = [
      callLine(call, plain),
      callLine({ ...failed, InputTokens: null, OutputTokens: null }, plain),
      callLine({ ...call, PromptName: '', Outcome: 'invalid', Detail: 'not_in_set' }, plain),
    ]
    expect(lines).toEqual([
      '09:00:00.123  search_decision 2         turn 3    Yes                          812 ms         294 → 1  gpt-4.1-mini',
      '09:00:00.123  検索判定 2                          failed 429                   812 ms           ? → ?  gpt-4.1-mini',
      '09:00:00.123  –                         turn 3    invalid not_in_set           812 ms         294 → 1  gpt-4.1-mini',
    ])
  })

  it('shows what would steer the terminal', () => {
    expect(callLine({ ...call, Detail: '\u001b[2J' }, plain)).toContain('\ufffd[2J')
  })
})

describe('newcomers', () => {
  it('are told once, and forgotten after many others', () => {
    const isNew = newcomers(2)
    expect(['a', 'a', 'b', 'c', 'a', 'c'].map(isNew)).toEqual([
      true,
      false,
      true,
      true,
      true,
      false,
    ])
  })
})
