import { describe, expect, it } from 'vitest'

import { type ChartData, chartData } from '../chart/chart-data.ts'
import type { QueryAnswer } from '../query/answer.ts'
import { formatTable } from './table.ts'
import { drawChart } from './terminal-chart.ts'

const plain = { width: 40, paint: (_: number, text: string) => text }

const answer = (
  columns: QueryAnswer['columns'],
  rows: unknown[][],
  kind?: string,
): QueryAnswer => ({ columns, rows, ...(kind === undefined ? {} : { visualization: { kind } }) })

function drawn(...[columns, rows, kind]: Parameters<typeof answer>): string {
  return drawChart(chartData(answer(columns, rows, kind)) as ChartData, plain)
}

const name = { name: 'Name', type: 'string' }
const count = { name: 'Count', type: 'long' }

describe('formatTable', () => {
  it('aligns wide characters and numbers', () => {
    const table = formatTable(
      answer(
        [name, count],
        [
          ['検索判定', 7],
          ['answer', 120],
          ['', null],
        ],
      ),
    )
    expect(table).toBe(`Name      Count
────────  ─────
検索判定      7
answer      120

(3 rows)`)
  })

  it('shows control characters instead of sending them to the terminal', () => {
    const table = formatTable(answer([name], [['a\u001b[2Jb\nc\u202ed']]))
    expect(table).toBe('Name\n────────\na�[2Jb↵c�d\n(1 row)'.replace('────────', '──────────'))
  })

  it('takes more rows than a call takes arguments', () => {
    const rows = Array.from({ length: 200_000 }, (_, row) => ['a', row])
    expect(formatTable(answer([name, count], rows)).split('\n')).toHaveLength(200_003)
    expect(drawn([count, count], rows, 'barchart')).toContain('█')
  })

  it('cuts long cells, never through a wide character', () => {
    const [, , row] = formatTable(answer([name], [['東'.repeat(100)]])).split('\n')
    expect(row).toBe(`${'東'.repeat(29)}…`)
  })
})

describe('drawChart', () => {
  it('stacks the series of a text column, the first column as the axis', () => {
    const rows = [
      [1, 'Yes', 30],
      [1, 'No', 10],
      [2, 'No', 20],
      [2, 'Other', 1],
    ]
    const columns = [{ name: 'Turn', type: 'int' }, name, count]
    expect(drawn(columns, rows, 'columnchart')).toBe(`Turn
   1  ████████▒▒  Yes 30  No 10  Other 0
   2  ▒▒▒▒▒░      Yes 0  No 20  Other 1

██ Yes   ▒▒ No   ░░ Other`)
  })

  it('makes a series of each number column', () => {
    const columns = [name, { name: 'In', type: 'long' }, { name: 'Out', type: 'real' }]
    expect(drawn(columns, [['検索', 6, 2.5]], 'barchart')).toBe(`Name
検索  ████████████▒▒▒▒▒  In 6  Out 2.500

██ In   ▒▒ Out`)
  })

  it('writes times to the minute, and says so when there is nothing to draw', () => {
    const columns = [{ name: 'At', type: 'datetime' }, count]
    expect(drawn(columns, [['2026-01-31T09:00:00.0000000Z', 2]], 'timechart')).toBe(`At
2026-01-31 09:00  █████████████  Count 2

██ Count`)
    expect(drawn([name, count], [], 'columnchart')).toContain('nothing to draw')
  })
})
