import type { KqlParameter, KqlParameters } from '@kansoku/kql'

import { HttpProblem } from '../ingestion/http-problem.ts'

const FORM =
  '"parameters" are values by name: a text, a number, true or false, a list of texts or numbers, or { "from", "to" } with ISO 8601 times'

/**
 * The parameters of a workbook's query, as JSON carries them.
 *
 * @throws HttpProblem 400 for any other form
 */
export function readParameters(json: unknown): KqlParameters {
  if (!isRecord(json)) throw new HttpProblem(400, FORM)
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, readValue(value)]))
}

function readValue(value: unknown): KqlParameter {
  if (typeof value === 'boolean' || isScalar(value)) return value
  if (Array.isArray(value) && value.every(isScalar)) return value
  if (isRecord(value)) {
    const [from, to] = [readTime(value['from']), readTime(value['to'])]
    if (from !== undefined && to !== undefined) return { from, to }
  }
  throw new HttpProblem(400, FORM)
}

const isScalar = (value: unknown): value is string | number =>
  typeof value === 'string' || typeof value === 'number'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** @returns undefined for what is no time */
export function readTime(value: unknown): Date | undefined {
  const time = typeof value === 'string' ? new Date(value) : undefined
  return time === undefined || Number.isNaN(time.getTime()) ? undefined : time
}
