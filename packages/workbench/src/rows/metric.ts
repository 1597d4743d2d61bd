import { properties } from './bags.ts'
import type { BaseType } from './base-type.ts'
import { FieldProblem, finiteNumber, list, nonEmptyText, object, optional } from './field.ts'

const INT_MAX = 2_147_483_647

function count(value: unknown, at: string): number {
  const found = finiteNumber(value, at)
  if (!Number.isInteger(found) || found < 0 || found > INT_MAX) {
    throw new FieldProblem(`${at} must be a whole number from 0 to ${INT_MAX}`)
  }
  return found
}

const point = object({
  name: nonEmptyText(150),
  value: finiteNumber,
  count: optional(count, null),
  min: optional(finiteNumber, null),
  max: optional(finiteNumber, null),
})

const fields = object({ metrics: list(point), properties })

export const metric: BaseType<'AppMetrics'> = {
  table: 'AppMetrics',
  columns(value, at) {
    const data = fields(value, at)
    // The service reads the first point only.
    const [first] = data.metrics
    return {
      Name: first.name,
      Sum: first.value,
      Min: first.min ?? first.value,
      Max: first.max ?? first.value,
      ItemCount: first.count ?? 1,
      Properties: data.properties,
    }
  },
}
