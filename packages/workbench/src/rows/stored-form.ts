import { withContentMoved } from './content-pointers.ts'
import type { Row } from './row.ts'
import { withinServiceLimits } from './service-limits.ts'

/** Rows as they were sent → rows as they are stored. */
export type StoredForm = (rows: readonly Row[]) => readonly Row[]

export interface StoredFormOptions {
  readonly contentPointers: boolean
  readonly serviceLimits: boolean
}

/** Content is moved before anything is cut: moved, it is not large any more. */
export function storedForm({ contentPointers, serviceLimits }: StoredFormOptions): StoredForm {
  return (rows) => {
    const placed = contentPointers ? withContentMoved(rows) : rows
    return serviceLimits ? withinServiceLimits(placed) : placed
  }
}
