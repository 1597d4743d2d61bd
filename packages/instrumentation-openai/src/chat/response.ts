import type { InferenceResponse, ModelOutput } from '@kansoku/core'
import {
  ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
  ATTR_GEN_AI_RESPONSE_ID,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_OPENAI_RESPONSE_SERVICE_TIER,
  ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT,
} from '@kansoku/core/semconv'

import { present } from '../reading/attributes.ts'
import { OPENAI } from '../reading/provider.ts'
import { fields, list, someText, text, type Wire } from '../reading/wire.ts'
import { chatOutputMessages } from './messages.ts'
import { chatUsageAttributes } from './usage.ts'

/** What a chat completion says, read from the wire's own object and never kept changed. */
export function chatResponse(body: unknown, provider: string): InferenceResponse {
  const completion = fields(body)
  const choices = list(completion['choices'])
  return {
    attributes: {
      ...present({
        [ATTR_GEN_AI_RESPONSE_ID]: someText(completion['id']),
        [ATTR_GEN_AI_RESPONSE_MODEL]: someText(completion['model']),
        [ATTR_GEN_AI_RESPONSE_FINISH_REASONS]: finishReasons(choices),
        ...(provider === OPENAI && {
          [ATTR_OPENAI_RESPONSE_SERVICE_TIER]: someText(completion['service_tier']),
          [ATTR_OPENAI_RESPONSE_SYSTEM_FINGERPRINT]: someText(completion['system_fingerprint']),
        }),
      }),
      ...chatUsageAttributes(completion['usage']),
    },
    // Asked for only where a contract judges it.
    get output() {
      return modelOutput(choices[0])
    },
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
