import type { ContractViolation, ModelOutput, OutputContract, Verdict } from './contract.ts'

/**
 * The output must be exactly one of these labels; white space around it does not count, case does.
 *
 * @throws TypeError where there are no labels, an empty one, or one twice.
 * @example
 * ```ts
 * definePrompt({ name: 'search_decision', version: 1, output: oneOf('Yes', 'No') })
 * ```
 */
export function oneOf(...labels: readonly string[]): OutputContract {
  if (labels.length === 0) throw new TypeError('oneOf() needs at least one label')
  for (const label of labels) {
    if (typeof label !== 'string' || label.trim() === '' || label !== label.trim())
      throw new TypeError(
        `oneOf(): a label must be text without white space around it, got ${JSON.stringify(label)}`,
      )
  }
  const known = new Set(labels)
  if (known.size !== labels.length)
    throw new TypeError(`oneOf(${labels.join(', ')}): a label stands twice`)

  return {
    description: `oneOf(${labels.join(', ')})`,
    labels: [...labels],
    judge: (output) => judge(output, known),
  }
}

function judge(output: ModelOutput, labels: ReadonlySet<string>): Verdict {
  const text = output.text.trim()
  const violation = violationOf(output, text, labels)
  return violation === undefined ? { valid: true, label: text } : { valid: false, violation }
}

/** The cause comes before the symptom: a refused or truncated answer is named so, not as "not in the set". */
function violationOf(
  output: ModelOutput,
  text: string,
  labels: ReadonlySet<string>,
): ContractViolation | undefined {
  if (output.refusal !== undefined && output.refusal !== '') return 'refusal'
  if (labels.has(text)) return undefined
  if (output.toolCall === true) return 'tool_call'
  if (output.finishReason === undefined || output.finishReason === 'length') return 'truncated'
  if (text === '') return 'empty'
  return mentionsOne(text, labels) ? 'extra_text' : 'not_in_set'
}

function mentionsOne(text: string, labels: ReadonlySet<string>): boolean {
  const words = new Set(text.split(/[^\p{L}\p{N}]+/u))
  return [...labels].some((label) => words.has(label))
}
