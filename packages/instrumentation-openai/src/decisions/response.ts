import type { MessagePart, ModelOutput } from '@kansoku/core'
import { ATTR_GEN_AI_RESPONSE_MODEL } from '@kansoku/core/semconv'

import type { Answer } from '../call/answer.ts'
import { fields, list, someText, text } from '../reading/wire.ts'
import { withResponsesUsage } from '../responses/usage.ts'

/** What a decision says: its answers are one choice of the model, as they came together. */
export function decisionsResponse(body: unknown): Answer {
  const { answers, model, usage } = fields(body)
  const given = list(answers)
  const output = given.length === 0 ? undefined : modelOutput(given)
  return {
    attributes: withResponsesUsage({ [ATTR_GEN_AI_RESPONSE_MODEL]: someText(model) }, usage),
    output: () => output,
    messages: () => (output ? [{ role: 'assistant', parts: [part(output)] }] : []),
  }
}

/** The API declines without a word. */
const DECLINED = 'declined'

/**
 * For a contract: the value of a single choice (`Yes`), which is what `oneOf` asks for; the answers as the API words
 * them in all other cases, for `json`. A refusal is one where nothing else was answered.
 */
function modelOutput(answers: readonly unknown[]): ModelOutput {
  if (answers.every((answer) => fields(answer)['type'] === 'refusal'))
    return { text: '', refusal: DECLINED, finishReason: 'stop' }
  const [only, ...others] = answers
  const { choice, type } = fields(only)
  const single = others.length === 0 && type === 'choice'
  const value = typeof choice === 'boolean' ? String(choice) : text(choice)
  return {
    text: (single ? value : undefined) ?? JSON.stringify(answers),
    // The API gives no reason; what came in one piece is whole.
    finishReason: 'stop',
  }
}

function part(output: ModelOutput): MessagePart {
  const { refusal } = output
  return refusal === undefined
    ? { type: 'text', content: output.text }
    : { type: 'refusal', content: refusal }
}
