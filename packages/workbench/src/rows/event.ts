import { measurements, properties } from './bags.ts'
import type { BaseType } from './base-type.ts'
import { nonEmptyText, object } from './field.ts'

const fields = object({ name: nonEmptyText(512), properties, measurements })

export const event: BaseType<'AppEvents'> = {
  table: 'AppEvents',
  columns(value, at) {
    const data = fields(value, at)
    return { Name: data.name, Properties: data.properties, Measurements: data.measurements }
  },
}
