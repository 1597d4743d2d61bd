import { describe, expect, it } from 'vitest'

import { differences, tallyRows } from './counts.ts'

describe('the comparison with the tally', () => {
  const none = { completed: 0, promptTokens: 0, completionTokens: 0, refused: 0 }
  const tally = tallyRows({
    searchDecision: [{ turn: 1, Yes: 4, No: 2, Other: 0 }],
    prompts: { search_decision: none, answer: none, other: none },
  })

  it('finds no difference in equal rows, whatever their order', () => {
    expect(
      differences(
        [
          [1, 'Other', 0],
          [1, 'Yes', 4],
          [1, 'No', 2],
        ],
        tally,
      ),
    ).toEqual([])
  })

  it('names wrong, missing and surplus rows', () => {
    expect(
      differences(
        [
          [1, 'Yes', 5],
          [1, 'No', 2],
          [2, 'No', 1],
        ],
        tally,
      ),
    ).toEqual([
      'turn 1, Yes: the chart has 5, the server 4',
      'turn 2, No: the chart has 1, the server none',
      'turn 1, Other: the chart has no row, the server 0',
    ])
  })
})
