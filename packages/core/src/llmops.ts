/** Every attribute that Kansoku adds to the conventions, and nothing else is invented. */

/** What the contract asks for, as text: `oneOf(Yes, No)`. */
export const ATTR_LLMOPS_OUTPUT_CONTRACT = 'llmops.output.contract'
/** The class of the output; absent where it has none. On an invalid output: what it most likely meant. */
export const ATTR_LLMOPS_OUTPUT_LABEL = 'llmops.output.label'
/** Whether the output keeps the contract. Only on calls that succeeded. */
export const ATTR_LLMOPS_OUTPUT_VALID = 'llmops.output.valid'
/** Why it does not: {@link ContractViolation}. */
export const ATTR_LLMOPS_OUTPUT_VIOLATION = 'llmops.output.violation'
/** Prefix of the metadata that the application attached to the call. */
export const ATTR_LLMOPS_METADATA_PREFIX = 'llmops.metadata.'
/** How many metadata values were left out: over a budget, under a bad key, or without a JSON form. */
export const ATTR_LLMOPS_METADATA_DROPPED_COUNT = 'llmops.metadata.dropped_count'
/** Name of the Azure OpenAI deployment. */
export const ATTR_LLMOPS_DEPLOYMENT_NAME = 'llmops.deployment.name'
/** `Success` or `Failed`, the column's status. */
export const ATTR_LLMOPS_STATUS = 'llmops.status'
/** `error.type` under a name that the Azure exporter does not drop. */
export const ATTR_LLMOPS_ERROR_TYPE = 'llmops.error.type'
/** Where the call's content went: `none`, `span`, `event` or `span_and_event`. */
export const ATTR_LLMOPS_CONTENT_CAPTURE = 'llmops.content.capture'
/** The content attributes of the call that the content policy's budgets have cut, or left out. */
export const ATTR_LLMOPS_CONTENT_TRUNCATED = 'llmops.content.truncated'
/** Bytes (UTF-8) of the call's content before it was cut. Only where it was. */
export const ATTR_LLMOPS_CONTENT_ORIGINAL_BYTES = 'llmops.content.original_bytes'
/** How many pieces of text a redactor failed on; `[redaction failed]` stands in their place. */
export const ATTR_LLMOPS_CONTENT_REDACTION_FAILED = 'llmops.content.redaction_failed'
/**
 * What became of content that is not whole on the row itself: JSON, content attribute → `as` (`chunks`, `hash`, or on an event
 * `span` where the call's own row has it), `bytes`, `characters`, `sha256`, and of chunks their number.
 */
export const ATTR_LLMOPS_CONTENT_STORED = 'llmops.content.stored'
/** Why only hashes are left where more was asked for: `daily_budget` or `memory`. */
export const ATTR_LLMOPS_CONTENT_DEGRADED = 'llmops.content.degraded'
/** On a row with a piece of content: the content attribute that it is a piece of. */
export const ATTR_LLMOPS_CONTENT_CHUNK_KEY = 'llmops.content.chunk.key'
/** Which piece it is, from 1. */
export const ATTR_LLMOPS_CONTENT_CHUNK_INDEX = 'llmops.content.chunk.index'
/** How many there are. */
export const ATTR_LLMOPS_CONTENT_CHUNK_COUNT = 'llmops.content.chunk.count'
/** SHA-256 of the whole text in UTF-8, in hexadecimal digits. */
export const ATTR_LLMOPS_CONTENT_CHUNK_SHA256 = 'llmops.content.chunk.sha256'
/** Who or what judged: `format_check`, `relevance_judge`, `user`. */
export const ATTR_LLMOPS_EVALUATION_EVALUATOR_NAME = 'llmops.evaluation.evaluator.name'
/** `code`, `model` or `human`. */
export const ATTR_LLMOPS_EVALUATION_EVALUATOR_KIND = 'llmops.evaluation.evaluator.kind'
/** The judged call's prompt, on evaluations: the conventions have `gen_ai.prompt.name` on inferences only. */
export const ATTR_LLMOPS_PROMPT_NAME = 'llmops.prompt.name'
/** The judged call's prompt version, on evaluations. */
export const ATTR_LLMOPS_PROMPT_VERSION = 'llmops.prompt.version'
/** The judged call's conversation, on evaluations. */
export const ATTR_LLMOPS_CONVERSATION_ID = 'llmops.conversation.id'
