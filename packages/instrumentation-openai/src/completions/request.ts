import type { InputContent } from '@kansoku/core'
import { ATTR_OPENAI_API_TYPE } from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { chatRequestAttributes } from '../chat/request.ts'
import { fields, list } from '../reading/wire.ts'

/** The options are those of chat completions, which came later; `openai.api.type` has no word for this API. */
export function completionsRequestAttributes(body: unknown, provider: string): Attributes {
  const { [ATTR_OPENAI_API_TYPE]: _, ...attributes } = chatRequestAttributes(body, provider)
  return attributes
}

/** A text, or a batch of texts: one message for each. Prompts that are tokens have no text to record. */
export function completionsInput(body: unknown): InputContent {
  const { prompt } = fields(body)
  const texts = (typeof prompt === 'string' ? [prompt] : list(prompt)).filter(
    (text) => typeof text === 'string',
  )
  if (texts.length === 0) return {}
  return {
    inputMessages: texts.map((content) => ({ role: 'user', parts: [{ type: 'text', content }] })),
  }
}
