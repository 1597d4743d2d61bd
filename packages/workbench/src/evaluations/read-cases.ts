import type { EvaluationCase } from './definition.ts'

/**
 * The cases of a data set: JSON lines of `{ "id", "tags", "input", "expected"? }`. Empty lines, and those that begin
 * with `//`, are none.
 *
 * @throws Error that names file, line and what is wrong
 */
export function readCases(text: string, file: string): readonly EvaluationCase[] {
  const seen = new Map<string, number>()
  return text.split(/\r?\n/u).flatMap((line, index) => {
    if (line.trim() === '' || line.trimStart().startsWith('//')) return []
    const fail = (why: string): never => {
      throw new Error(`${file}:${index + 1}: ${why}`)
    }
    const read = caseOf(line, fail)
    const before = seen.get(read.id)
    if (before !== undefined)
      fail(`the id ${JSON.stringify(read.id)} is that of line ${before} too; each case has its own`)
    seen.set(read.id, index + 1)
    return [read]
  })
}

function caseOf(line: string, fail: (why: string) => never): EvaluationCase {
  const value = parsed(line, fail)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return fail('a case is an object: { "id": "…", "tags": ["…"], "input": … }')
  const { id, tags = [], input, expected, ...rest } = value as Record<string, unknown>
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined)
    return fail(
      `${JSON.stringify(unknown)} is no member of a case; there are id, tags, input and expected`,
    )
  if (typeof id !== 'string' || id === '') return fail('"id" is missing, or is no text')
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string'))
    return fail('"tags" is no list of texts')
  if (input === undefined) return fail('"input" is missing')
  return { id, tags, input, ...(expected !== undefined && { expected }) }
}

function parsed(line: string, fail: (why: string) => never): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    return fail(`no JSON: ${(error as Error).message}`)
  }
}
