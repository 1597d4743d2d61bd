import { describe, expect, it } from 'vitest'

import type { QueryAnswer } from '../query/answer.ts'
import { chartData } from './chart-data.ts'

type Visualization = NonNullable<QueryAnswer['visualization']>

const at = { name: 'At', type: 'datetime' }
const name = { name: 'Name', type: 'string' }
const calls = { name: 'Calls', type: 'long' }
const tokens = { name: 'Tokens', type: 'real' }

const nine = '2026-01-31T09:00:00.0000000Z'
const ten = '2026-01-31T10:00:00.0000000Z'

const charted = (
  columns: QueryAnswer['columns'],
  rows: QueryAnswer['rows'],
  visualization: Visualization,
) => chartData({ columns, rows, visualization })

describe('chartData', () => {
  it('makes a series of each value of a text column, with the title and stacking of render', () => {
    const rows = [
      ['a', 'Yes', 3],
      ['b', 'No', 1],
      ['a', 'Yes', 2],
    ]
    const render = { kind: 'columnchart', title: 'Answers', stacking: 'stacked', ytitle: 'Number' }
    expect(charted([name, { name: 'Answer', type: 'string' }, calls], rows, render)).toEqual({
      kind: 'columnchart',
      title: 'Answers',
      stacking: 'stacked',
      axis: { title: 'Name', type: 'name', places: ['a', 'b'] },
      valueTitle: 'Number',
      series: [
        { name: 'Yes', values: [5, null] },
        { name: 'No', values: [null, 1] },
      ],
    })
  })

  it('takes the first datetime column of a time chart as its axis, in the order of time', () => {
    const rows = [
      [2, ten],
      [1, nine],
    ]
    expect(charted([calls, at], rows, { kind: 'timechart' })).toEqual({
      kind: 'timechart',
      stacking: 'none',
      axis: { title: 'At', type: 'time', places: [nine, ten] },
      series: [{ name: 'Calls', values: [1, 2] }],
    })
  })

  it('heeds the columns that render names', () => {
    const columns = [name, calls, tokens]
    const render = { kind: 'linechart', xcolumn: 'Calls', ycolumns: ['Tokens'], xtitle: 'n' }
    expect(
      charted(
        columns,
        [
          ['a', 10, 0.5],
          ['a', 9, 0.25],
        ],
        render,
      ),
    ).toEqual({
      kind: 'linechart',
      stacking: 'none',
      axis: { title: 'n', type: 'number', places: ['9', '10'] },
      series: [{ name: 'a', values: [0.25, 0.5] }],
    })
  })

  it('lays the arrays of make-series out', () => {
    const columns = [name, { name: 'Calls', type: 'dynamic' }, { name: 'At', type: 'dynamic' }]
    const rows = [
      ['a', [1, null], [nine, ten]],
      ['b', [0, 4], [nine, ten]],
    ]
    expect(charted(columns, rows, { kind: 'timechart' })?.series).toEqual([
      { name: 'a', values: [1, null] },
      { name: 'b', values: [0, 4] },
    ])
  })

  it('says (none) for what has no name, and shows control characters', () => {
    const places = charted(
      [name, calls],
      [
        ['', 1],
        ['\u001b[2J', 1],
      ],
      { kind: 'piechart' },
    )?.axis.places
    expect(places).toEqual(['(none)', '\ufffd[2J'])
  })

  it('is undefined where nothing, or a table, is rendered', () => {
    expect(chartData({ columns: [name], rows: [] })).toBeUndefined()
    expect(charted([name], [], { kind: 'table' })).toBeUndefined()
  })
})
