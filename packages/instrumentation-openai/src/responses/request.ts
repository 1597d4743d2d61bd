import {
  ATTR_GEN_AI_CONVERSATION_ID,
  ATTR_GEN_AI_OUTPUT_TYPE,
  ATTR_GEN_AI_PROMPT_NAME,
  ATTR_GEN_AI_PROMPT_VERSION,
  ATTR_GEN_AI_REQUEST_MAX_TOKENS,
  ATTR_GEN_AI_REQUEST_MODEL,
  ATTR_GEN_AI_REQUEST_PREVIOUS_RESPONSE_ID,
  ATTR_GEN_AI_REQUEST_REASONING_LEVEL,
  ATTR_GEN_AI_REQUEST_STREAM,
  ATTR_GEN_AI_REQUEST_TEMPERATURE,
  ATTR_GEN_AI_REQUEST_TOP_P,
  ATTR_OPENAI_API_TYPE,
  ATTR_OPENAI_REQUEST_SERVICE_TIER,
} from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { ofOpenAI } from '../reading/provider.ts'
import { fields, integer, number, someText, text } from '../reading/wire.ts'

/**
 * What the caller asked for, of `create` and `compact`. A prompt that is stored at the provider is a named prompt,
 * under its id; where the application names one in its context, that one wins.
 */
export function responsesRequestAttributes(body: unknown, provider: string): Attributes {
  const request = fields(body)
  const prompt = fields(request['prompt'])
  const { conversation } = request
  const tier = ofOpenAI(provider, request['service_tier'])
  return {
    [ATTR_GEN_AI_REQUEST_MODEL]: someText(request['model']),
    [ATTR_GEN_AI_REQUEST_TEMPERATURE]: number(request['temperature']),
    [ATTR_GEN_AI_REQUEST_TOP_P]: number(request['top_p']),
    [ATTR_GEN_AI_REQUEST_MAX_TOKENS]: integer(request['max_output_tokens']),
    [ATTR_GEN_AI_REQUEST_REASONING_LEVEL]: text(fields(request['reasoning'])['effort']),
    [ATTR_GEN_AI_REQUEST_PREVIOUS_RESPONSE_ID]: someText(request['previous_response_id']),
    [ATTR_GEN_AI_REQUEST_STREAM]: request['stream'] === true ? true : undefined,
    [ATTR_GEN_AI_CONVERSATION_ID]: someText(conversation) ?? someText(fields(conversation)['id']),
    [ATTR_GEN_AI_PROMPT_NAME]: someText(prompt['id']),
    [ATTR_GEN_AI_PROMPT_VERSION]: someText(prompt['version']),
    [ATTR_GEN_AI_OUTPUT_TYPE]: outputType(fields(fields(request['text'])['format'])['type']),
    [ATTR_OPENAI_API_TYPE]: ofOpenAI(provider, 'responses'),
    [ATTR_OPENAI_REQUEST_SERVICE_TIER]: tier === 'auto' ? undefined : tier,
  }
}

/** Only where the request asks for a format: any structured output is `json`. */
function outputType(format: unknown): string | undefined {
  if (format === 'json_schema' || format === 'json_object') return 'json'
  return format === 'text' ? 'text' : undefined
}
