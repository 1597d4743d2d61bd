import { expect, it } from 'vitest'

import { pivotTable } from './pivot.ts'

it('shows a line a turn and a column an answer, zeros too', () => {
  const rows = [
    [1, 'Yes', 39],
    [1, 'No', 110],
    [1, 'Other', 0],
    [2, 'Yes', '4'],
    [2, 'No', 0],
  ]
  expect(pivotTable({ rows })).toBe(`Turn  Yes   No  Other
────  ───  ───  ─────
   1   39  110      0
   2    4    0       `)
})

it('is a header alone without rows', () => {
  expect(pivotTable({ rows: [] })).toBe('Turn\n────')
})
