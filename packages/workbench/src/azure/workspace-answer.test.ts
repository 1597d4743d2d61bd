import { describe, expect, it } from 'vitest'

import { workspaceAnswer } from './workspace-answer.ts'

const columnDescriptors = [
  { name: 'At', type: 'datetime' },
  { name: 'Bag', type: 'dynamic' },
]

describe('workspaceAnswer', () => {
  it('answers in the form of the local engine', () => {
    const rows = [[new Date('2026-03-01T09:00:00.123Z'), { a: 1 }]]
    const render = {
      visualization: 'columnchart',
      title: 'Answers',
      kind: 'stacked',
      xColumn: null,
      yColumns: 'Yes,No',
      series: null,
      legend: null,
    }
    expect(workspaceAnswer({ columnDescriptors, rows }, render)).toEqual({
      columns: columnDescriptors,
      rows: [['2026-03-01T09:00:00.1230000Z', { a: 1 }]],
      visualization: {
        kind: 'columnchart',
        title: 'Answers',
        stacking: 'stacked',
        ycolumns: ['Yes', 'No'],
      },
    })
  })

  it('has no picture where the query renders none, and null for what is no time', () => {
    const rows = [[new Date(Number.NaN), null]]
    expect(workspaceAnswer({ columnDescriptors, rows }, { visualization: '' })).toEqual({
      columns: columnDescriptors,
      rows: [[null, null]],
    })
    expect(workspaceAnswer(undefined, undefined)).toEqual({ columns: [], rows: [] })
  })
})
