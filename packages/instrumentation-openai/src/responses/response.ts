import type { ModelOutput } from '@kansoku/core'
import {
  ATTR_GEN_AI_CONVERSATION_COMPACTED,
  ATTR_GEN_AI_RESPONSE_FINISH_REASONS,
  ATTR_GEN_AI_RESPONSE_ID,
  ATTR_GEN_AI_RESPONSE_MODEL,
  ATTR_OPENAI_RESPONSE_SERVICE_TIER,
} from '@kansoku/core/semconv'

import type { Answer } from '../call/answer.ts'
import { apiError } from '../reading/api-error.ts'
import { ofOpenAI } from '../reading/provider.ts'
import { fields, list, someText, text, type Wire } from '../reading/wire.ts'
import { responsesOutputMessages } from './messages.ts'
import { withResponsesUsage } from './usage.ts'

/** What an answer of the Responses API says, as it came in one piece or in the last event of its stream. */
export function responsesResponse(body: unknown, provider: string): Answer {
  const response = fields(body)
  const reason = finishReason(response)
  return {
    ...answer(response, provider, reason),
    output: () => (reason === undefined ? undefined : modelOutput(response, reason)),
    failure: response['status'] === 'failed' ? apiError(response['error']) : undefined,
  }
}

/** A stream that ended before its last event: what came of it, and the reason that was due and never came. */
export function cutResponse(response: Wire, provider: string): Answer {
  return {
    ...answer(response, provider, 'error'),
    output: () => modelOutput(response, undefined),
  }
}

function answer(response: Wire, provider: string, reason: string | undefined): Answer {
  const output = list(response['output'])
  const compacted = output.some((item) => fields(item)['type'] === 'compaction')
  return {
    attributes: withResponsesUsage(
      {
        [ATTR_GEN_AI_RESPONSE_ID]: someText(response['id']),
        [ATTR_GEN_AI_RESPONSE_MODEL]: someText(response['model']),
        [ATTR_GEN_AI_RESPONSE_FINISH_REASONS]: reason === undefined ? undefined : [reason],
        [ATTR_GEN_AI_CONVERSATION_COMPACTED]: compacted ? true : undefined,
        [ATTR_OPENAI_RESPONSE_SERVICE_TIER]: ofOpenAI(provider, response['service_tier']),
      },
      response['usage'],
    ),
    messages: () => responsesOutputMessages(output),
  }
}

/** In the words that chat completions have for the same ends; other reasons keep their own. */
const INCOMPLETE: ReadonlyMap<string, string> = new Map([['max_output_tokens', 'length']])

/** Nothing for a response that is queued or in progress, where no reason is due yet, and for one without status. */
export function finishReason(response: Wire): string | undefined {
  switch (response['status']) {
    case 'completed':
      return toolsAskedFor(list(response['output'])).length > 0 ? 'tool_calls' : 'stop'
    case 'incomplete': {
      const reason = someText(fields(response['incomplete_details'])['reason'])
      return reason === undefined ? 'error' : (INCOMPLETE.get(reason) ?? reason)
    }
    case 'failed':
    case 'cancelled':
      return 'error'
    default:
      return undefined
  }
}

/** Items with which the model waits for the application. Hosted tools are run by the provider. */
const ASKS = new Set([
  'function_call',
  'custom_tool_call',
  'computer_call',
  'local_shell_call',
  'shell_call',
  'apply_patch_call',
  'mcp_approval_request',
])

/** A call whose result is in the same answer, as of a hosted shell, waits for nobody. */
function toolsAskedFor(output: readonly unknown[]): Wire[] {
  const items = output.map(fields)
  const asked = items.filter(asksForTool)
  if (asked.length === 0) return asked
  const answered = new Set(
    items.filter(({ type }) => text(type)?.endsWith('_call_output')).map(({ call_id }) => call_id),
  )
  return asked.filter(({ call_id }) => call_id === undefined || !answered.has(call_id))
}

function asksForTool({ execution, type }: Wire): boolean {
  return ASKS.has(text(type) ?? '') || (type === 'tool_search_call' && execution === 'client')
}

function modelOutput(response: Wire, reason: string | undefined): ModelOutput {
  const output = list(response['output'])
  const parts = output
    .map(fields)
    .filter(({ type }) => type === 'message')
    .flatMap(({ content }) => list(content))
    .map(fields)
  const refusals = parts.filter(({ type }) => type === 'refusal')
  const asked = toolsAskedFor(output)
  return {
    text: parts.map((part) => (part['type'] === 'output_text' ? text(part['text']) : '')).join(''),
    toolCalls: asked.map(({ name }) => text(name) ?? ''),
    ...(asked.length > 0 && {
      toolArguments: asked.map(({ arguments: json, input }) => text(json) ?? text(input) ?? ''),
    }),
    ...(refusals.length > 0 && {
      refusal: refusals.map(({ refusal }) => text(refusal) ?? '').join(''),
    }),
    ...(reason !== undefined && { finishReason: reason }),
  }
}
