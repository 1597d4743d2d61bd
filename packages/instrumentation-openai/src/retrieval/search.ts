import type { InputContent } from '@kansoku/core'
import {
  ATTR_GEN_AI_DATA_SOURCE_ID,
  ATTR_GEN_AI_RETRIEVAL_DOCUMENTS,
  ATTR_GEN_AI_RETRIEVAL_TOP_K,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import type { Answer } from '../call/answer.ts'
import { fields, integer, list, number, someText, text } from '../reading/wire.ts'

/** `search(id, params)` as one object, like the body of the other calls. */
export function searchBody([id, params]: readonly unknown[]): unknown {
  return { id, params }
}

export function searchRequestAttributes(body: unknown): Attributes {
  const { id, params } = fields(body)
  return {
    [ATTR_GEN_AI_DATA_SOURCE_ID]: someText(id),
    [ATTR_GEN_AI_RETRIEVAL_TOP_K]: integer(fields(params)['max_num_results']),
  }
}

/** Several queries are one search: a line for each. */
export function searchInput(body: unknown): InputContent {
  const { query } = fields(fields(body)['params'])
  const asked = typeof query === 'string' ? [query] : list(query).map(text)
  const queries = asked.filter((one) => one !== undefined)
  return queries.length === 0 ? {} : { retrievalQuery: queries.join('\n') }
}

export function searchQuotable(body: unknown): unknown {
  return fields(fields(body)['params'])['filters']
}

/** Which documents came and how well they fit; not what they say, nor their names. */
export function searchResponse(body: unknown): Answer {
  const { data } = fields(body)
  return {
    attributes: {},
    content: () =>
      Array.isArray(data) ? { [ATTR_GEN_AI_RETRIEVAL_DOCUMENTS]: data.map(document) } : {},
  }
}

function document(found: unknown): object {
  const { file_id, score } = fields(found)
  const id = someText(file_id)
  const fit = number(score)
  return { ...(id !== undefined && { id }), ...(fit !== undefined && { score: fit }) }
}
