import { measurements, properties } from './bags.ts'
import type { BaseType } from './base-type.ts'
import { flag, nonEmptyText, object, optional, text } from './field.ts'
import { durationMs } from './time.ts'

const fields = object({
  id: nonEmptyText(512),
  // Not required: the exporter sends CONSUMER spans without any name.
  name: optional(text(1024), ''),
  url: optional(text(2048), ''),
  source: optional(text(1024), ''),
  responseCode: optional(text(1024), ''),
  success: optional(flag, true),
  duration: durationMs,
  properties,
  measurements,
})

export const request: BaseType<'AppRequests'> = {
  table: 'AppRequests',
  columns(value, at) {
    const data = fields(value, at)
    return {
      Id: data.id,
      Name: data.name,
      Url: data.url,
      Source: data.source,
      ResultCode: data.responseCode,
      Success: data.success,
      DurationMs: data.duration,
      Properties: data.properties,
      Measurements: data.measurements,
    }
  },
}
