import type { LogAnalyticsTable } from '@kansoku/log-analytics'

import type { Field } from './field.ts'
import type { SomeColumns } from './row.ts'

/** How the `baseData` of one `baseType` becomes columns of one table. */
export interface BaseType<T extends LogAnalyticsTable> {
  readonly table: T
  readonly columns: Field<SomeColumns<T>>
}
