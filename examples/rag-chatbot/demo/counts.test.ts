import { describe, expect, it } from 'vitest'

import { differences, onlyNumber, tallyRows } from './counts.ts'

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

describe('the only number of a result', () => {
  const columns = [{ name: 'InvalidOutputs' }]

  it('is taken from its one row, also when it is a text as long numbers are', () => {
    expect(onlyNumber({ columns, rows: [[0]] })).toBe(0)
    expect(onlyNumber({ columns, rows: [['12']] })).toBe(12)
  })

  it('is missed loudly', () => {
    expect(() => onlyNumber({ columns, rows: [] })).toThrow('One number was expected, not [].')
    expect(() => onlyNumber({ columns, rows: [[1], [2]] })).toThrow(/not \[\[1\],\[2\]\]/)
  })
})
