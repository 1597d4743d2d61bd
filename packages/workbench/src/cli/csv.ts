import type { QueryAnswer } from '../query/answer.ts'

/** RFC 4180, with a header line. Cells keep their line breaks, as files may. */
export function formatCsv({ columns, rows }: QueryAnswer): string {
  const lines = [columns.map(({ name }) => name), ...rows]
  return lines.map((line) => line.map(quote).join(',')).join('\r\n')
}

function quote(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
