import { measurements, properties } from './bags.ts'
import type { BaseType } from './base-type.ts'
import { flag, nonEmptyText, object, optional, text } from './field.ts'
import { durationMs } from './time.ts'

const fields = object({
  id: optional(text(512), ''),
  name: nonEmptyText(1024),
  type: optional(text(1024), ''),
  target: optional(text(1024), ''),
  data: optional(text(8192), ''),
  resultCode: optional(text(1024), ''),
  success: optional(flag, true),
  duration: durationMs,
  properties,
  measurements,
})

export const dependency: BaseType<'AppDependencies'> = {
  table: 'AppDependencies',
  columns(value, at) {
    const data = fields(value, at)
    return {
      Id: data.id,
      Name: data.name,
      DependencyType: data.type,
      Target: data.target,
      Data: data.data,
      ResultCode: data.resultCode,
      Success: data.success,
      DurationMs: data.duration,
      Properties: data.properties,
      Measurements: data.measurements,
    }
  },
}
