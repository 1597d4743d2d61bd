import { callContextOf, guard, type Outcome, present, startOperation } from '@kansoku/core'
import { ATTR_GEN_AI_CONVERSATION_ID } from '@kansoku/core/semconv'
import { type Context, context } from '@opentelemetry/api'

import type { Answer } from '../call/answer.ts'
import type { Source } from '../call/call.ts'
import { unquoted } from '../call/unquoted.ts'
import { withheld } from '../call/withheld.ts'
import { type Callee, calleeAttributes } from '../reading/provider.ts'
import type { Beginning } from './protocol.ts'

/** One response of the model on a connection, from `response.create` or its first event to its end. */
export interface Turn {
  /** An event of this response. */
  readonly add: (event: unknown) => void
  /** Its last event was read. */
  readonly done: (cancelled: boolean) => void
  readonly failed: (error: unknown) => void
  /** The application wants it no more. */
  readonly left: () => void
}

const NO_RESPONSE: Answer = { attributes: {} }

/**
 * Starts the span.
 *
 * @param at the context that the response belongs to: prompt, conversation, metadata and parent are taken from it
 */
export function startTurn(
  source: Source,
  callee: Callee,
  at: Context,
  { attributes, input, model, operation: name, fold: folding }: Beginning,
): Turn {
  const operation = context.with(at, () =>
    startOperation(source.telemetry(), {
      name,
      attributes: present(calleeAttributes(callee, model), attributes),
      input,
    }),
  )
  const fold = folding(operation.needsOutput)
  // The application's own conversation, or the one that was known at the start, is not changed by the answer's.
  const inConversation =
    attributes[ATTR_GEN_AI_CONVERSATION_ID] !== undefined ||
    callContextOf(at).conversationId !== undefined
  let begun = false

  const response = (): Answer => {
    const read = begun ? guard('reading a response', fold.response) : undefined
    if (!read || !inConversation) return read ?? NO_RESPONSE
    const { [ATTR_GEN_AI_CONVERSATION_ID]: _, ...rest } = read.attributes
    return { ...read, attributes: rest }
  }
  const end = (outcome: Outcome): void => {
    const seen =
      outcome.kind === 'failure'
        ? {
            ...outcome,
            error: guard('reading an error', () => unquoted(withheld(outcome.error, false), input)),
          }
        : outcome
    operation.end(seen)
  }
  return {
    add: (event) => {
      begun = true
      if (fold.add(event)) operation.chunk()
    },
    done: (cancelled) => {
      const read = response()
      const { failure } = read
      if (failure) end({ kind: 'failure', error: failure, response: read })
      else end({ kind: cancelled ? 'cancelled' : 'success', response: read })
    },
    failed: (error) => end({ kind: 'failure', error, response: response() }),
    left: () => end({ kind: 'cancelled', response: response() }),
  }
}
