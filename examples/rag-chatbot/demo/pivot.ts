import type { QueryResult } from './counts.ts'

/**
 * The chart's rows (turn, answer, calls) as a table: a line a turn, a column an answer.
 * The answers are plain ASCII words, so that a character takes one column.
 */
export function pivotTable({ rows }: Pick<QueryResult, 'rows'>): string {
  const answers = unique(rows.map(([, answer]) => String(answer)))
  const count = (turn: string, answer: string): string => {
    const row = rows.find((cells) => String(cells[0]) === turn && String(cells[1]) === answer)
    return row === undefined ? '' : String(Number(row[2]))
  }
  const turns = unique(rows.map(([turn]) => String(turn)))
  const lines = turns.map((turn) => [turn].concat(answers.map((answer) => count(turn, answer))))
  const table = [['Turn', ...answers], ...lines]
  const widths = table[0]?.map((_, column) =>
    Math.max(...table.map((line) => line[column]?.length ?? 0)),
  )
  const [header = '', ...body] = table.map((line) =>
    line.map((cell, column) => cell.padStart(widths?.[column] ?? 0)).join('  '),
  )
  const rule = widths?.map((width) => '─'.repeat(width)).join('  ') ?? ''
  return [header, rule, ...body].join('\n')
}

function unique(texts: readonly string[]): string[] {
  return Array.from(new Set(texts))
}
