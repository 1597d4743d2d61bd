import { measurements, properties } from './bags.ts'
import type { BaseType } from './base-type.ts'
import { finiteNumber, list, object, optional, text, type FieldValue } from './field.ts'
import { severityLevel } from './severity.ts'

const link = object({
  id: optional(finiteNumber, null),
  outerId: optional(finiteNumber, null),
  typeName: optional(text(1024), ''),
  message: text(32_768),
  stack: optional(text(32_768), null),
})

const fields = object({
  exceptions: list(link),
  problemId: optional(text(1024), ''),
  severityLevel: optional(severityLevel, null),
  properties,
  measurements,
})

export const exception: BaseType<'AppExceptions'> = {
  table: 'AppExceptions',
  columns(value, at) {
    const data = fields(value, at)
    const [outer] = data.exceptions
    const innermost = data.exceptions.at(-1) ?? outer
    return {
      ExceptionType: outer.typeName,
      // How the service builds its own grouping key is not documented; the type groups well enough.
      ProblemId: data.problemId || outer.typeName,
      SeverityLevel: data.severityLevel,
      OuterType: outer.typeName,
      OuterMessage: outer.message,
      InnermostType: innermost.typeName,
      InnermostMessage: innermost.message,
      Details: JSON.stringify(data.exceptions.map(detail)),
      Properties: data.properties,
      Measurements: data.measurements,
    }
  },
}

function detail(exceptionLink: FieldValue<typeof link>): Record<string, string | number> {
  return {
    ...(exceptionLink.id === null ? {} : { id: exceptionLink.id }),
    ...(exceptionLink.outerId === null ? {} : { outerId: exceptionLink.outerId }),
    type: exceptionLink.typeName,
    message: exceptionLink.message,
    ...(exceptionLink.stack === null ? {} : { rawStack: exceptionLink.stack }),
  }
}
