import type { QueryAnswer } from '../query/answer.ts'
import { formatCsv } from './csv.ts'
import { formatTable } from './table.ts'

export const formats = ['table', 'json', 'csv'] as const

export type Format = (typeof formats)[number]

/** A result as the text that `--format` asks for. */
export function formatAnswer(answer: QueryAnswer, format: Format): string {
  switch (format) {
    case 'json':
      return JSON.stringify(answer, null, 2)
    case 'csv':
      return formatCsv(answer)
    case 'table':
      return formatTable(answer)
    default:
      format satisfies never
      return ''
  }
}
