import {
  ATTR_GEN_AI_REQUEST_STREAM_CURSOR,
  ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
  ATTR_GEN_AI_RESPONSE_ID,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_GEN_AI_RESPONSE_STATUS,
  ATTR_OPENAI_API_TYPE,
  ATTR_OPENAI_RESPONSE_SERVICE_TIER,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import type { Answer } from '../call/answer.ts'
import { ofOpenAI } from '../reading/provider.ts'
import { fields, integer, list, someText } from '../reading/wire.ts'
import { responsesOutputMessages } from './messages.ts'
import { finishReason } from './response.ts'

/** `retrieve(id, query)` as one object, like the body of the other calls. */
export function retrieveBody([id, query]: readonly unknown[]): unknown {
  return { id, query }
}

export function retrieveRequestAttributes(body: unknown, provider: string): Attributes {
  const { id, query } = fields(body)
  const cursor = integer(fields(query)['starting_after'])
  return {
    [ATTR_GEN_AI_RESPONSE_ID]: someText(id),
    [ATTR_GEN_AI_REQUEST_STREAM_CURSOR]: cursor === undefined ? undefined : String(cursor),
    [ATTR_OPENAI_API_TYPE]: ofOpenAI(provider, 'responses'),
  }
}

/**
 * A response that somebody else's call made: that it failed is no failure of the fetch, and its usage is not counted,
 * as a response may be fetched many times (`docs/gen-ai/openai.md`).
 */
export function retrieveResponse(body: unknown, provider: string): Answer {
  const response = fields(body)
  const reason = finishReason(response)
  return {
    attributes: {
      [ATTR_GEN_AI_RESPONSE_ID]: someText(response['id']),
      [ATTR_GEN_AI_RESPONSE_MODEL]: someText(response['model']),
      [ATTR_GEN_AI_RESPONSE_STATUS]: someText(response['status']),
      [ATTR_GEN_AI_RESPONSE_FINISH_REASONS]: reason === undefined ? undefined : [reason],
      [ATTR_OPENAI_RESPONSE_SERVICE_TIER]: ofOpenAI(provider, response['service_tier']),
    },
    messages: () => responsesOutputMessages(list(response['output'])),
  }
}
