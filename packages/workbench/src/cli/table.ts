import stringWidth from 'string-width'

import type { QueryAnswer } from '../query/answer.ts'
import { cellText } from '../query/cell-text.ts'
import { widest } from './widest.ts'

const numeric = new Set(['int', 'long', 'real', 'decimal', 'timespan'])

/** Terminal columns of a cell; longer ones (messages, Properties) are cut with an ellipsis. */
const CELL_WIDTH = 60

/** The rows as an aligned table, and how many they are. */
export function formatTable(answer: QueryAnswer): string {
  if (answer.columns.length === 0) return '(no columns)'
  const { length } = answer.rows
  return `${alignedTable(answer)}\n(${length} ${length === 1 ? 'row' : 'rows'})`
}

/** The rows under their names; wide characters take their two columns. */
export function alignedTable({ columns, rows }: QueryAnswer): string {
  const cells = rows.map((row) => row.map((cell) => cut(cellText(cell))))
  const widths = columns.map(({ name }, index) =>
    widest([name, ...cells.map((row) => row[index] ?? '')]),
  )
  const line = (texts: readonly string[], fill: string): string =>
    texts
      .map((text, index) => {
        const padding = fill.repeat((widths[index] ?? 0) - stringWidth(text))
        return numeric.has(columns[index]?.type ?? '') ? padding + text : text + padding
      })
      .join('  ')
      .trimEnd()
  const header = columns.map(({ name }) => name)
  return [
    line(header, ' '),
    line(
      header.map(() => ''),
      '─',
    ),
    ...cells.map((row) => line(row, ' ')),
  ].join('\n')
}

function cut(text: string): string {
  if (text.length <= CELL_WIDTH && stringWidth(text) <= CELL_WIDTH) return text
  let kept = ''
  let width = 0
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    width += stringWidth(segment)
    if (width >= CELL_WIDTH) break
    kept += segment
  }
  return `${kept}…`
}
