import type { CaseSource, EvaluationCase } from './definition.ts'

/**
 * The cases of a data set: JSON lines of `{ "id", "tags", "input", "expected"?, "confirmed"?, "source"? }`. Empty lines,
 * and those that begin with `//`, are none.
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
  const { id, tags = [], input, expected, confirmed, source, ...rest } = value as Json
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined)
    return fail(
      `${JSON.stringify(unknown)} is no member of a case; there are id, tags, input, expected, confirmed and source`,
    )
  if (typeof id !== 'string' || id === '') return fail('"id" is missing, or is no text')
  if (!Array.isArray(tags) || !tags.every((tag) => typeof tag === 'string'))
    return fail('"tags" is no list of texts')
  if (input === undefined) return fail('"input" is missing')
  if (confirmed !== undefined && typeof confirmed !== 'boolean')
    return fail('"confirmed" is true or false')
  if (source !== undefined && !isSource(source))
    return fail('"source" is no { "trace", "call", "time", "version", "output"? } of texts')
  return {
    id,
    tags,
    input,
    ...(expected !== undefined && { expected }),
    ...(confirmed !== undefined && { confirmed }),
    ...(source !== undefined && { source }),
  }
}

type Json = Readonly<Record<string, unknown>>

function isSource(value: unknown): value is CaseSource {
  if (typeof value !== 'object' || value === null) return false
  const { trace, call, time, version, output = '' } = value as Json
  return [trace, call, time, version, output].every((each) => typeof each === 'string')
}

/** Whether a case counts: whoever harvested it has not left it to be confirmed. */
export const isConfirmed = ({ confirmed }: EvaluationCase): boolean => confirmed !== false

const DROPPED = '// dropped '

/** The line that stands where a harvested case was dropped, so that the next harvest leaves it out. */
export const droppedLine = (id: string): string => `${DROPPED}${JSON.stringify(id)}`

/** The ids of the cases that were dropped. */
export function droppedIds(text: string): readonly string[] {
  return text.split(/\r?\n/u).flatMap((line) => {
    if (!line.startsWith(DROPPED)) return []
    const id = parsed(line.slice(DROPPED.length), () => undefined)
    return typeof id === 'string' ? [id] : []
  })
}

function parsed(line: string, fail: (why: string) => unknown): unknown {
  try {
    return JSON.parse(line)
  } catch (error) {
    return fail(`no JSON: ${(error as Error).message}`)
  }
}
