import type { Attributes } from '@opentelemetry/api'

import type { Message } from '../content/messages.ts'
import type { ModelOutput, OutputContract } from '../contracts/contract.ts'
import { guard } from '../guard.ts'
import { ATTR_ERROR_TYPE, ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK } from '../semconv.ts'
import { errorType } from './error-type.ts'
import { verdictAttributes } from './verdict.ts'

/** What came back, as far as it came. */
export interface InferenceResponse {
  /** `gen_ai.response.*` and `gen_ai.usage.*`; what is undefined is left out. */
  readonly attributes: Attributes
  /** The first choice. Called only where a contract judges it. */
  readonly output?: (() => ModelOutput | undefined) | undefined
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
  const told = outcome.response?.attributes ?? NOTHING
  // Most calls end so: there is nothing to make another object for.
  if (outcome.kind !== 'failure' && !contract && timeToFirstChunk === undefined) return told
  return {
    ...told,
    ...(timeToFirstChunk !== undefined && {
      [ATTR_GEN_AI_RESPONSE_TIME_TO_FIRST_CHUNK]: timeToFirstChunk,
    }),
    ...(contract && verdictAttributes(contract, judgedOutput(outcome))),
    ...(outcome.kind === 'failure' && { [ATTR_ERROR_TYPE]: errorType(outcome.error) }),
  }
}

const NOTHING: Attributes = {}

/** A call that failed, or that the application left, has no verdict. One whose output cannot be read keeps all the rest. */
function judgedOutput(outcome: Outcome): ModelOutput | undefined {
  if (outcome.kind !== 'success') return undefined
  return guard('reading an output', () => outcome.response.output?.())
}
