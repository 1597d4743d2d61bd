import type { InputContent, MessagePart } from '@kansoku/core'
import { ATTR_GEN_AI_OUTPUT_TYPE, ATTR_GEN_AI_REQUEST_MODEL } from '@kansoku/core/semconv'
import type { Attributes } from '@opentelemetry/api'

import { fields, list, someText, text } from '../reading/wire.ts'
import { contentParts } from '../responses/items.ts'
import { responsesInput } from '../responses/messages.ts'
import { plain } from '../responses/plain.ts'

/** The answers are structured, whatever the questions. */
export function decisionsRequestAttributes(body: unknown): Attributes {
  return {
    [ATTR_GEN_AI_REQUEST_MODEL]: someText(fields(body)['model']),
    [ATTR_GEN_AI_OUTPUT_TYPE]: 'json',
  }
}

/** What is judged is the input, with the items of the Responses API; the questions are the instructions. */
export function decisionsInput(body: unknown): InputContent {
  const { input, questions } = fields(body)
  const systemInstructions = list(questions).flatMap(questionParts)
  return {
    ...(systemInstructions.length > 0 && { systemInstructions }),
    ...responsesInput({ input }),
  }
}

/** The words of a question as words, and what can be answered as data. */
function questionParts(value: unknown): readonly MessagePart[] {
  const { instructions, type, ...more } = fields(value)
  const options = Object.keys(more).length > 0
  return [
    ...contentParts(instructions),
    ...(options
      ? [
          {
            ...fields(plain(more)),
            type: 'generic',
            generic_type: text(type) ?? 'question',
          } as const,
        ]
      : []),
  ]
}
