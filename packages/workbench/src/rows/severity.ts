import { FieldProblem } from './field.ts'

const levels = ['Verbose', 'Information', 'Warning', 'Error', 'Critical']

/** Sent as a word (or its number), stored as 0 to 4. */
export function severityLevel(value: unknown, at: string): number {
  const level = typeof value === 'number' ? value : levels.indexOf(String(value))
  if (levels[level] === undefined) {
    throw new FieldProblem(`${at} must be one of ${levels.join(', ')}, or 0 to 4`)
  }
  return level
}
