import stringWidth from 'string-width'

import type { QueryProblem } from '../query/answer.ts'
import { cellText } from '../query/cell-text.ts'

/**
 * A query's problem with the line it is about:
 *
 *     answers.kql:3:12: KS142: The name 'Promt' does not refer to any known column …
 *       | where Promt == "a"
 *               ^^^^^
 */
export function explainQueryProblem(problem: QueryProblem, query: string, name: string): string {
  const { message, line, column, length } = problem
  // The message ends with the place for readers who get nothing else.
  const heading = `${name}:${line}:${column}: ${message.replace(/ \(line \d+, column \d+\)$/, '')}`
  const source = query.split(/\r?\n/)[line - 1]
  if (source === undefined || source.trim() === '') return heading
  const before = stringWidth(cellText(source.slice(0, column - 1)))
  const under = stringWidth(cellText(source.slice(column - 1, column - 1 + length)))
  return [
    heading,
    `  ${cellText(source)}`,
    `  ${' '.repeat(before)}${'^'.repeat(Math.max(1, under))}`,
  ].join('\n')
}
