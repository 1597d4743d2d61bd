import type { Attributes } from '@opentelemetry/api'

import type { Message } from '../content/messages.ts'
import type { ModelOutput, OutputContract } from '../contracts/contract.ts'
import { guard } from '../guard.ts'
import {
  ATTR_LLMOPS_OUTPUT_CONTRACT,
  ATTR_LLMOPS_OUTPUT_LABEL,
  ATTR_LLMOPS_OUTPUT_VALID,
  ATTR_LLMOPS_OUTPUT_VIOLATION,
} from '../llmops.ts'
import { ATTR_ERROR_TYPE, ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK } from '../semconv.ts'
import { errorType } from './error-type.ts'

/** What came back, as far as it came. */
export interface InferenceResponse {
  /** `gen_ai.response.*` and `gen_ai.usage.*`. */
  readonly attributes: Attributes
  /** The first choice, for the contract. */
  readonly output?: ModelOutput | undefined
  /** One message per choice. Called only where content is captured. */
  readonly messages?: () => readonly Message[]
  /** Other content by its attribute: tool arguments, documents, memory records … Called only where content is captured. */
  readonly content?: () => Readonly<Record<string, unknown>>
}

/**
 * How an operation ended. `cancelled` is the application leaving a stream early by its own will (`break`):
 * no failure, and no verdict either, since the output is not whole.
 */
export type Outcome =
  | { readonly kind: 'success' | 'cancelled'; readonly response: InferenceResponse }
  | { readonly kind: 'failure'; readonly error: unknown; readonly response?: InferenceResponse }

/** What the end of an operation adds to its span. */
export function resultAttributes(
  outcome: Outcome,
  contract: OutputContract | undefined,
  timeToFirstChunk: number | undefined,
): Attributes {
  return {
    ...outcome.response?.attributes,
    ...(timeToFirstChunk !== undefined && {
      [ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: timeToFirstChunk,
    }),
    ...(contract && verdictAttributes(contract, outcome)),
    ...(outcome.kind === 'failure' && { [ATTR_ERROR_TYPE]: errorType(outcome.error) }),
  }
}

/** A call that failed, or whose output nobody read, has the contract, so that queries can count it, but no verdict. */
function verdictAttributes(contract: OutputContract, outcome: Outcome): Attributes {
  const declared = { [ATTR_LLMOPS_OUTPUT_CONTRACT]: contract.description }
  const output = outcome.kind === 'success' ? outcome.response.output : undefined
  if (output === undefined) return declared
  const verdict = guard('judging an output', () => contract.judge(output))
  if (verdict === undefined) return declared
  return {
    ...declared,
    ...(verdict.label !== undefined && { [ATTR_LLMOPS_OUTPUT_LABEL]: verdict.label }),
    [ATTR_LLMOPS_OUTPUT_VALID]: verdict.valid,
    ...(!verdict.valid && { [ATTR_LLMOPS_OUTPUT_VIOLATION]: verdict.violation }),
  }
}
