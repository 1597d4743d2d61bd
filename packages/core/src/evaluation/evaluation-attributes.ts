import type { Attributes } from '@opentelemetry/api'

import {
  ATTR_LLMOPS_CONVERSATION_ID,
  ATTR_LLMOPS_EVALUATION_EVALUATOR_KIND,
  ATTR_LLMOPS_EVALUATION_EVALUATOR_NAME,
  ATTR_LLMOPS_PROMPT_NAME,
  ATTR_LLMOPS_PROMPT_VERSION,
} from '../llmops.ts'
import { errorType } from '../operation/error-type.ts'
import {
  ATTR_ERROR_TYPE,
  ATTR_GEN_AI_EVALUATION_NAME,
  ATTR_GEN_AI_EVALUATION_SCORE_LABEL,
  ATTR_GEN_AI_EVALUATION_SCORE_VALUE,
  ATTR_GEN_AI_RESPONSE_ID,
} from '../semconv.ts'
import type { Evaluation } from './evaluation.ts'
import type { JudgedCall } from './judged-call.ts'

/**
 * An evaluation as the attributes of its event, without content. Prompt and conversation have names of ours: the
 * conventions list neither on this event (docs/decisions/evaluations.md).
 */
export function evaluationAttributes(evaluation: Evaluation, call: JudgedCall): Attributes {
  const { error, evaluator, label, name, score } = evaluation
  const { conversationId, metadata, prompt, responseId } = call
  return {
    [ATTR_GEN_AI_EVALUATION_NAME]: name,
    ...(score !== undefined && { [ATTR_GEN_AI_EVALUATION_SCORE_VALUE]: score }),
    ...(label !== undefined && { [ATTR_GEN_AI_EVALUATION_SCORE_LABEL]: label }),
    ...(error !== undefined && { [ATTR_ERROR_TYPE]: errorType(error) }),
    ...(responseId !== undefined && { [ATTR_GEN_AI_RESPONSE_ID]: responseId }),
    [ATTR_LLMOPS_EVALUATION_EVALUATOR_NAME]: evaluator.name,
    [ATTR_LLMOPS_EVALUATION_EVALUATOR_KIND]: evaluator.kind,
    ...(prompt && {
      [ATTR_LLMOPS_PROMPT_NAME]: prompt.name,
      [ATTR_LLMOPS_PROMPT_VERSION]: String(prompt.version),
    }),
    ...(conversationId !== undefined && { [ATTR_LLMOPS_CONVERSATION_ID]: conversationId }),
    ...metadata,
  }
}
