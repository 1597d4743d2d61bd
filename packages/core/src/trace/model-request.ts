import * as semconv from '../semconv.ts'
import type { AttributeTable } from './attributes.ts'

/** Parameters that were sent. What was not sent is left out here, too. */
export interface ModelRequest {
  /** What the request asks for. */
  readonly outputType?: OutputType | undefined
  /** How many answers are asked for. */
  readonly choiceCount?: number | undefined
  readonly maxTokens?: number | undefined
  readonly temperature?: number | undefined
  readonly topP?: number | undefined
  readonly frequencyPenalty?: number | undefined
  readonly presencePenalty?: number | undefined
  readonly seed?: number | undefined
  readonly stopSequences?: readonly string[] | undefined
}

/** `gen_ai.output.type`: one of these where it fits, else a word of one's own. */
export type OutputType = 'text' | 'json' | 'image' | 'speech' | (string & {})

export const MODEL_REQUEST: AttributeTable<ModelRequest> = {
  outputType: semconv.ATTR_GEN_AI_OUTPUT_TYPE,
  choiceCount: semconv.ATTR_GEN_AI_REQUEST_CHOICE_COUNT,
  maxTokens: semconv.ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  temperature: semconv.ATTR_GEN_AI_REQUEST_TEMPERATURE,
  topP: semconv.ATTR_GEN_AI_REQUEST_TOP_P,
  frequencyPenalty: semconv.ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY,
  presencePenalty: semconv.ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY,
  seed: semconv.ATTR_GEN_AI_REQUEST_SEED,
  stopSequences: semconv.ATTR_GEN_AI_REQUEST_STOP_SEQUENCES,
}

/** Parameters that only a single inference has. */
export interface InferenceRequest extends ModelRequest {
  /** Of the decoding, not of a search. */
  readonly topK?: number | undefined
  /** The very word that was sent. */
  readonly reasoningLevel?: string | undefined
  /** Whether the answer is asked for as a stream. Set by itself when the first chunk comes. */
  readonly stream?: boolean | undefined
  /** The response that this request goes on from. */
  readonly previousResponseId?: string | undefined
}

export const INFERENCE_REQUEST: AttributeTable<InferenceRequest> = {
  ...MODEL_REQUEST,
  topK: semconv.ATTR_GEN_AI_REQUEST_TOP_K,
  reasoningLevel: semconv.ATTR_GEN_AI_REQUEST_REASONING_LEVEL,
  stream: semconv.ATTR_GEN_AI_REQUEST_STREAM,
  previousResponseId: semconv.ATTR_GEN_AI_REQUEST_PREVIOUS_RESPONSE_ID,
}
