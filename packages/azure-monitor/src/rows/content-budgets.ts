import type { ContentBudgets } from '@kansoku/core'
import {
  ATTR_GEN_AI_MEMORY_QUERY_TEXT,
  ATTR_GEN_AI_MEMORY_RECORDS,
  ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX,
  ATTR_GEN_AI_RETRIEVAL_DOCUMENTS,
  ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT,
} from '@kansoku/core/semconv'

/**
 * The exporter cuts a property here, in the middle of its JSON. Messages, instructions, tools and explanations it lets have
 * 256 KiB (its `utils/common.ts`).
 */
const PROPERTY = 8192

const PROPERTIES: ReadonlySet<string> = new Set([
  ATTR_GEN_AI_MEMORY_QUERY_TEXT,
  ATTR_GEN_AI_MEMORY_RECORDS,
  ATTR_GEN_AI_RETRIEVAL_DOCUMENTS,
  ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT,
  // Each of them.
  ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX.slice(0, -1),
])

/**
 * Bytes that all content of one row may have. Azure was seen to cut Properties at 65,532 characters, and there JSON stands in
 * JSON, its quotes and line ends escaped once more: 40 KiB leave room for content of which every third character is one of
 * these, and for the attributes before it.
 */
export const ROW_BYTES = 40_960

/** What fits into one row. */
export const ROW_BUDGETS: ContentBudgets = {
  callBytes: ROW_BYTES,
  attributes: Object.fromEntries([...PROPERTIES].map((attribute) => [attribute, PROPERTY])),
}

/** Bytes that one content attribute of a row may have. */
export function rowLimit(attribute: string): number {
  return PROPERTIES.has(attribute) || attribute.startsWith(ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX)
    ? PROPERTY
    : ROW_BYTES
}
