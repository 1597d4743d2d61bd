import {
  ATTR_GEN_AI_OUTPUT_TYPE,
  ATTR_GEN_AI_REQUEST_CHOICE_COUNT,
  ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY,
  ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY,
  ATTR_GEN_AI_REQUEST_REASONING_LEVEL,
  ATTR_GEN_AI_REQUEST_SEED,
  ATTR_GEN_AI_REQUEST_STOP_SEQUENCES,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_REQUEST_TEMPERATURE,
  ATTR_GEN_AI_REQUEST_TOP_P,
  ATTR_OPENAI_API_TYPE,
  ATTR_OPENAI_REQUEST_SERVICE_TIER,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { ofOpenAI } from '../reading/provider.ts'
import { fields, integer, list, number, someText, text, type Wire } from '../reading/wire.ts'

/** What the caller asked for. Not sent means not recorded; `0` is a value. */
export function chatRequestAttributes(body: unknown, provider: string): Attributes {
  const request = fields(body)
  const choices = integer(request['n'])
  const tier = ofOpenAI(provider, request['service_tier'])
  return {
    [ATTR_GEN_AI_REQUEST_MODEL]: someText(request['model']),
    [ATTR_GEN_AI_REQUEST_CHOICE_COUNT]: choices === 1 ? undefined : choices,
    [ATTR_GEN_AI_REQUEST_FREQUENCY_PENALTY]: number(request['frequency_penalty']),
    [ATTR_GEN_AI_REQUEST_PRESENCE_PENALTY]: number(request['presence_penalty']),
    [ATTR_GEN_AI_REQUEST_TEMPERATURE]: number(request['temperature']),
    [ATTR_GEN_AI_REQUEST_TOP_P]: number(request['top_p']),
    [ATTR_GEN_AI_REQUEST_MAX_TOKENS]:
      integer(request['max_completion_tokens']) ?? integer(request['max_tokens']),
    [ATTR_GEN_AI_REQUEST_SEED]: integer(request['seed']),
    [ATTR_GEN_AI_REQUEST_STOP_SEQUENCES]: stopSequences(request['stop']),
    [ATTR_GEN_AI_REQUEST_REASONING_LEVEL]: text(request['reasoning_effort']),
    [ATTR_GEN_AI_REQUEST_STREAM]: request['stream'] === true ? true : undefined,
    [ATTR_GEN_AI_OUTPUT_TYPE]: outputType(request),
    [ATTR_OPENAI_API_TYPE]: ofOpenAI(provider, 'chat_completions'),
    [ATTR_OPENAI_REQUEST_SERVICE_TIER]: tier === 'auto' ? undefined : tier,
  }
}

function stopSequences(stop: unknown): string[] | undefined {
  if (typeof stop === 'string') return [stop]
  if (!Array.isArray(stop)) return undefined
  return stop.filter((sequence): sequence is string => typeof sequence === 'string')
}

/** Only where the request asks for a format: any structured output is `json`, spoken output is `speech`. */
function outputType(request: Wire): string | undefined {
  if (list(request['modalities']).includes('audio')) return 'speech'
  switch (fields(request['response_format'])['type']) {
    case 'json_object':
    case 'json_schema':
      return 'json'
    case 'text':
      return 'text'
    default:
      return list(request['modalities']).includes('text') ? 'text' : undefined
  }
}
