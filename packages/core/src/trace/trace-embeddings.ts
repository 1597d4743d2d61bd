import * as semconv from '../semconv.ts'
import { type AttributeTable, attributesOf, type Server, serverAttributes } from './attributes.ts'
import { type Trace, traced } from './traced.ts'
import { TOKEN_TOTALS, type TokenTotals } from './usage.ts'

/** What {@link traceEmbeddings} is told of the request. */
export interface EmbeddingsTraceOptions {
  /** Whose API answers: `gen_ai.provider.name`. */
  readonly provider: string
  /** The model that is asked for. */
  readonly model?: string | undefined
  readonly server?: Server | undefined
  /** How long the vectors shall be. */
  readonly dimensionCount?: number | undefined
  /** The formats that are asked for, such as `float`. */
  readonly encodingFormats?: readonly string[] | undefined
}

/** What only the function knows of its call. After the end it takes nothing more. */
export interface EmbeddingsHandle {
  readonly setResponse: (answer: { readonly model?: string | undefined }) => void
  readonly setUsage: (usage: Pick<TokenTotals, 'inputTokens'>) => void
}

const REQUEST: AttributeTable<Omit<EmbeddingsTraceOptions, 'server'>> = {
  provider: semconv.ATTR_GEN_AI_PROVIDER_NAME,
  model: semconv.ATTR_GEN_AI_REQUEST_MODEL,
  dimensionCount: semconv.ATTR_GEN_AI_EMBEDDINGS_DIMENSION_COUNT,
  encodingFormats: semconv.ATTR_GEN_AI_REQUEST_ENCODING_FORMATS,
}
const ANSWER = { model: semconv.ATTR_GEN_AI_RESPONSE_MODEL }
const USAGE = { inputTokens: TOKEN_TOTALS.inputTokens }

/**
 * Records that texts are made into vectors. Texts and vectors themselves are not recorded, in any mode.
 *
 * @example
 * ```ts
 * const vectors = await traceEmbeddings({ provider: 'cohere', model: 'embed-v4' }, () => client.embed(texts))
 * ```
 */
export const traceEmbeddings: Trace<EmbeddingsTraceOptions, EmbeddingsHandle> = traced({
  start: (options) => ({
    name: 'embeddings',
    attributes: { ...attributesOf(REQUEST, options), ...serverAttributes(options.server) },
  }),
  handle: ({ set }) => ({
    setResponse: (answer) => set(ANSWER, answer),
    setUsage: (usage) => set(USAGE, usage),
  }),
})
