import type { MemoryOperation } from '../operation/operation-kinds.ts'
import * as semconv from '../semconv.ts'
import { type AttributeTable, attributesOf, type Server, serverAttributes } from './attributes.ts'
import { type Trace, traced } from './traced.ts'

/** What {@link traceMemory} is told: which operation, on which store. */
export interface MemoryTraceOptions {
  readonly operation: MemoryOperation
  readonly storeId?: string | undefined
  /** Where the operation is about one record. */
  readonly recordId?: string | undefined
  /** How many records are to be written or deleted; for a search, how many were found is counted by `setRecords`. */
  readonly recordCount?: number | undefined
  /** Content: recorded only where it is captured. */
  readonly query?: string | undefined
  /** Content: recorded only where it is captured. Counted, unless `recordCount` says otherwise. */
  readonly records?: readonly MemoryRecord[] | undefined
  /** The provider of the memory, where it has a name. */
  readonly provider?: string | undefined
  readonly server?: Server | undefined
  /** The memory is in this process. @defaultValue `false` */
  readonly inProcess?: boolean | undefined
}

/** One record of a memory, as the conventions write it. */
export interface MemoryRecord {
  readonly content: unknown
  readonly id?: string | undefined
  readonly metadata?: Readonly<Record<string, unknown>> | undefined
  /** How well it fits the search. */
  readonly score?: number | undefined
}

/** What only the function knows of the records. After the end it takes nothing more. */
export interface MemoryHandle {
  /** What was found or written: counted, and recorded only where content is captured. */
  readonly setRecords: (records: readonly MemoryRecord[]) => void
  /** Where the records themselves are not at hand. */
  readonly setRecordCount: (count: number) => void
}

const COUNT = { recordCount: semconv.ATTR_GEN_AI_MEMORY_RECORD_COUNT }
const REQUEST: AttributeTable<
  Pick<MemoryTraceOptions, 'storeId' | 'recordId' | 'recordCount' | 'provider'>
> = {
  ...COUNT,
  storeId: semconv.ATTR_GEN_AI_MEMORY_STORE_ID,
  recordId: semconv.ATTR_GEN_AI_MEMORY_RECORD_ID,
  provider: semconv.ATTR_GEN_AI_PROVIDER_NAME,
}

/**
 * Records an operation on an agent's memory: a search, a change of its records, a store that is made or removed.
 *
 * @example
 * ```ts
 * const known = await traceMemory({ operation: 'search_memory', storeId: 'users', query }, async (memory) => {
 *   const records = await store.search(query)
 *   memory.setRecords(records)
 *   return records
 * })
 * ```
 */
export const traceMemory: Trace<MemoryTraceOptions, MemoryHandle> = traced({
  start: (options) => ({
    name: options.operation,
    attributes: {
      ...attributesOf(COUNT, { recordCount: options.records?.length }),
      ...attributesOf(REQUEST, options),
      ...serverAttributes(options.server),
    },
    inProcess: options.inProcess === true,
    content: () => ({
      [semconv.ATTR_GEN_AI_MEMORY_QUERY_TEXT]: options.query,
      [semconv.ATTR_GEN_AI_MEMORY_RECORDS]: options.records,
    }),
  }),
  handle: ({ keep, set }) => ({
    setRecords: (records) => {
      set(COUNT, { recordCount: Array.isArray(records) ? records.length : undefined })
      keep(() => ({ [semconv.ATTR_GEN_AI_MEMORY_RECORDS]: records }))
    },
    setRecordCount: (recordCount) => set(COUNT, { recordCount }),
  }),
})
