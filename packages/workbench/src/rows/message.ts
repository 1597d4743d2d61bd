import { measurements, properties } from './bags.ts'
import type { BaseType } from './base-type.ts'
import { object, optional, text } from './field.ts'
import { severityLevel } from './severity.ts'

const fields = object({
  message: text(32_768),
  severityLevel: optional(severityLevel, null),
  properties,
  measurements,
})

export const message: BaseType<'AppTraces'> = {
  table: 'AppTraces',
  columns(value, at) {
    const data = fields(value, at)
    return {
      Message: data.message,
      SeverityLevel: data.severityLevel,
      Properties: data.properties,
      Measurements: data.measurements,
    }
  },
}
