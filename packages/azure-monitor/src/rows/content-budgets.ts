import type { ContentBudgets } from '@kansoku/core'
import {
  ATTR_GEN_AI_MEMORY_QUERY_TEXT,
  ATTR_GEN_AI_MEMORY_RECORDS,
  ATTR_GEN_AI_RETRIEVAL_DOCUMENTS,
  ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT,
} from '@kansoku/core/semconv'

/**
 * The exporter cuts a property here, in the middle of its JSON. Messages, instructions, tools and explanations it lets have
 * 256 KiB (its `utils/common.ts`).
 */
const PROPERTY = 8192

/**
 * What fits into one row. Azure was seen to cut Properties at 65,532 characters, and there JSON stands in JSON, its quotes
 * and line ends escaped once more: 40 KiB leave room for content of which every third character is one of these, and for
 * the attributes before it.
 */
export const ROW_BUDGETS: ContentBudgets = {
  callBytes: 40_960,
  attributes: {
    [ATTR_GEN_AI_MEMORY_QUERY_TEXT]: PROPERTY,
    [ATTR_GEN_AI_MEMORY_RECORDS]: PROPERTY,
    [ATTR_GEN_AI_RETRIEVAL_DOCUMENTS]: PROPERTY,
    [ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT]: PROPERTY,
    'gen_ai.prompt.variable': PROPERTY,
  },
}
