import * as semconv from '../semconv.ts'
import { type AttributeTable, attributesOf, type Server, serverAttributes } from './attributes.ts'
import { type Trace, traced } from './traced.ts'

/** What {@link traceRetrieval} is told: where is searched, and for what. */
export interface RetrievalTraceOptions {
  /** What is searched: `gen_ai.data_source.id`. Part of the span's name. */
  readonly dataSourceId?: string | undefined
  /** How many documents are asked for. */
  readonly topK?: number | undefined
  /** Content: recorded only where it is captured. */
  readonly query?: string | undefined
  /** The provider of the search, where it has a name. */
  readonly provider?: string | undefined
  /** The model that the search uses. */
  readonly model?: string | undefined
  readonly server?: Server | undefined
}

/** A document that was found. */
export interface RetrievedDocument {
  readonly id?: string | undefined
  /** How well it fits; higher is better. */
  readonly score?: number | undefined
}

/** What only the function knows of what it found. After the end it takes nothing more. */
export interface RetrievalHandle {
  /** Content: recorded only where it is captured. Best is only id and score. */
  readonly setDocuments: (documents: readonly RetrievedDocument[]) => void
}

const REQUEST: AttributeTable<Omit<RetrievalTraceOptions, 'query' | 'server'>> = {
  dataSourceId: semconv.ATTR_GEN_AI_DATA_SOURCE_ID,
  topK: semconv.ATTR_GEN_AI_RETRIEVAL_TOP_K,
  provider: semconv.ATTR_GEN_AI_PROVIDER_NAME,
  model: semconv.ATTR_GEN_AI_REQUEST_MODEL,
}

/**
 * Records a search for documents, as in retrieval-augmented generation.
 *
 * @example
 * ```ts
 * const documents = await traceRetrieval({ dataSourceId: 'handbook', topK: 3 }, (search) => {
 *   const found = index.search(query)
 *   search.setDocuments(found.map(({ id, score }) => ({ id, score })))
 *   return found
 * })
 * ```
 */
export const traceRetrieval: Trace<RetrievalTraceOptions, RetrievalHandle> = traced({
  start: (options) => ({
    name: 'retrieval',
    attributes: { ...attributesOf(REQUEST, options), ...serverAttributes(options.server) },
    content: () => ({ [semconv.ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT]: options.query }),
  }),
  handle: ({ keep }) => ({
    setDocuments: (documents) =>
      keep(() => ({ [semconv.ATTR_GEN_AI_RETRIEVAL_DOCUMENTS]: documents })),
  }),
})
