import {
  ATTR_LLMOPS_CONTENT_ORIGINAL_BYTES,
  ATTR_LLMOPS_METADATA_PREFIX,
} from '@kansoku/core/llmops'
import {
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_EVALUATION_EXPLANATION,
  ATTR_GEN_AI_EVALUATION_SCORE_VALUE,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_MEMORY_QUERY_TEXT,
  ATTR_GEN_AI_MEMORY_RECORD_COUNT,
  ATTR_GEN_AI_MEMORY_RECORDS,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
  ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX,
  ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK,
  ATTR_GEN_AI_RETRIEVAL_DOCUMENTS,
  ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT,
  ATTR_GEN_AI_SYSTEM_INSTRUCTIONS,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_GEN_AI_TOOL_DEFINITIONS,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
} from '@kansoku/core/semconv'

/** The exporter's switch: a JSON object of numbers in it becomes the column Measurements (its README, "Custom measurements"). */
export const ATTR_CUSTOM_MEASUREMENTS = 'microsoft.custom_measurements'
/** Makes a log record a row of AppEvents; its value becomes the column Name (`utils/logUtils.ts` of the exporter). */
export const ATTR_CUSTOM_EVENT_NAME = 'microsoft.custom_event.name'
/** The older name of `gen_ai.provider.name`: the Foundry dashboard requires it, the Agents view falls back to it. */
export const ATTR_GEN_AI_SYSTEM = 'gen_ai.system'
/** Carries {@link DROPPED_BY_EXPORTER} past the exporter. The envelope policy takes it out: no row ever has it. */
export const ATTR_TRANSIT = 'kansoku.transit'

/** Set by samplers; becomes `sampleRate` of a span's envelope, and so `ItemCount` of its row. */
export const ATTR_SAMPLE_RATE = 'microsoft.sample_rate'
/** The same for log records, which the exporter always sends with 100. The envelope policy takes it out. */
export const ATTR_LOG_SAMPLE_RATE = 'kansoku.sample_rate'

/** Attributes whose numbers are stored as numbers, too: Properties holds strings only. */
export const MEASURED: readonly ({ readonly prefix: string } | { readonly key: string })[] = [
  { prefix: 'gen_ai.usage.' },
  { key: ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK },
  { key: ATTR_GEN_AI_EVALUATION_SCORE_VALUE },
  { key: ATTR_GEN_AI_MEMORY_RECORD_COUNT },
  { key: ATTR_LLMOPS_CONTENT_ORIGINAL_BYTES },
  { prefix: ATTR_LLMOPS_METADATA_PREFIX },
]

/**
 * Attributes of a GenAI span that the exporter leaves out (`httpSemanticValues` in its `types.ts`)
 * and that a row needs: Target, ResultCode, and the Agents view's `error.type`.
 */
export const DROPPED_BY_EXPORTER: readonly string[] = [
  ATTR_ERROR_TYPE,
  ATTR_SERVER_ADDRESS,
  ATTR_SERVER_PORT,
]

/**
 * What people wrote and models answered. Last in a row, because Azure was seen to cut Properties at 64 KB,
 * taking every later key with it (Azure/azure-sdk-for-python#47345).
 */
const CONTENT: ReadonlySet<string> = new Set([
  ATTR_GEN_AI_SYSTEM_INSTRUCTIONS,
  ATTR_GEN_AI_TOOL_DEFINITIONS,
  ATTR_GEN_AI_TOOL_CALL_ARGUMENTS,
  ATTR_GEN_AI_TOOL_CALL_RESULT,
  ATTR_GEN_AI_EVALUATION_EXPLANATION,
  ATTR_GEN_AI_RETRIEVAL_QUERY_TEXT,
  ATTR_GEN_AI_RETRIEVAL_DOCUMENTS,
  ATTR_GEN_AI_MEMORY_QUERY_TEXT,
  ATTR_GEN_AI_MEMORY_RECORDS,
  ATTR_GEN_AI_INPUT_MESSAGES,
  ATTR_GEN_AI_OUTPUT_MESSAGES,
])

export function isContent(key: string): boolean {
  return CONTENT.has(key) || key.startsWith(ATTR_GEN_AI_PROMPT_VARIABLE_PREFIX)
}

/** Ours and the conventions': short by nature. What the app adds itself comes after, content comes last. */
export const VOCABULARY = ['gen_ai.', 'llmops.', 'openai.'] as const
