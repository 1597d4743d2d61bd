import type { InferenceResponse, ModelOutput } from '@kansoku/core'
import {
  ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
  ATTR_GEN_AI_RESPONSE_ID,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_OPENAI_RESPONSE_SERVICE_TIER,
  ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT,
} from '@kansoku/core/semconv'

import { ofOpenAI } from '../reading/provider.ts'
import { fields, list, someText, text, type Wire } from '../reading/wire.ts'
import { chatOutputMessages } from './messages.ts'
import { withChatUsage } from './usage.ts'

/** What a chat completion says, read from the wire's own object and never kept changed. */
export function chatResponse(body: unknown, provider: string): InferenceResponse {
  const completion = fields(body)
  const choices = list(completion['choices'])
  return {
    attributes: withChatUsage(
      {
        [ATTR_GEN_AI_RESPONSE_ID]: someText(completion['id']),
        [ATTR_GEN_AI_RESPONSE_MODEL]: someText(completion['model']),
        [ATTR_GEN_AI_RESPONSE_FINISH_REASONS]: finishReasons(choices),
        [ATTR_OPENAI_RESPONSE_SERVICE_TIER]: ofOpenAI(provider, completion['service_tier']),
        [ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT]: ofOpenAI(
          provider,
          completion['system_fingerprint'],
        ),
      },
      completion['usage'],
    ),
    output: () => modelOutput(choices[0]),
    messages: () => chatOutputMessages(choices),
  }
}

/** One per choice, in order, in the provider's words; `error` where one was due and never came. */
function finishReasons(choices: readonly unknown[]): string[] | undefined {
  if (choices.length === 0) return undefined
  return choices.map((choice) => someText(fields(choice)['finish_reason']) ?? 'error')
}

function modelOutput(choice: unknown): ModelOutput | undefined {
  if (choice === undefined) return undefined
  const { finish_reason, message } = fields(choice)
  const { audio, content, function_call, refusal, tool_calls } = fields(message)
  const finishReason = someText(finish_reason)
  const refused = someText(refusal)
  const called = [...list(tool_calls).map(calledBy), ...legacyCall(function_call)]
  return {
    text: text(content) ?? text(fields(audio)['transcript']) ?? '',
    toolCalls: called.map(({ name }) => text(name) ?? ''),
    ...(called.length > 0 && {
      toolArguments: called.map(({ arguments: json, input }) => text(json) ?? text(input) ?? ''),
    }),
    ...(refused !== undefined && { refusal: refused }),
    ...(finishReason !== undefined && { finishReason }),
  }
}

/** A function with its `arguments`, or a custom tool with its `input`. */
function calledBy(call: unknown): Wire {
  const { custom, function: named } = fields(call)
  return fields(named ?? custom)
}

function legacyCall(call: unknown): Wire[] {
  const called = fields(call)
  return called['name'] === undefined ? [] : [called]
}
