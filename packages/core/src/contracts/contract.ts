/** What a model gave back for one choice, as far as a contract needs it. */
export interface ModelOutput {
  /** The text, whole; `''` where there is none. */
  readonly text: string
  /** The model's refusal, where the API reports one apart from the text. */
  readonly refusal?: string
  /** The tools that the model asked for, in order; `''` for one without a name. */
  readonly toolCalls?: readonly string[]
  /** The provider's word (`stop`, `length`, …); absent where the stream was cut before it. */
  readonly finishReason?: string
}

/** Why an output does not keep its contract. */
export type ContractViolation =
  | 'empty'
  | 'not_in_set'
  | 'extra_text'
  | 'not_json'
  | 'schema'
  | 'refusal'
  | 'tool_call'
  | 'no_tool_call'
  | 'truncated'
  | 'too_long'

/**
 * What a contract says of one output. A label can stand on an output that breaks its contract: then it is what the
 * output most likely meant, while `valid` says that its form is wrong.
 */
export type Verdict =
  | { readonly valid: true; readonly label?: string }
  | { readonly valid: false; readonly violation: ContractViolation; readonly label?: string }

/** What a prompt's output has to look like. Label, chart, alert and evaluation derive from it. */
export interface OutputContract {
  /** The contract as text, recorded with each call: `oneOf(Yes, No)`. */
  readonly description: string
  /** The labels an output can have, in the order of their declaration; empty where they are not known ahead. */
  readonly labels: readonly string[]
  /** Judges one output. Pure, never throws. */
  readonly judge: (output: ModelOutput) => Verdict
}

/**
 * What every contract asks first. The cause comes before the symptom: a refused or truncated answer is named so,
 * not by what it lacks.
 */
export function causeOf(output: ModelOutput): ContractViolation | undefined {
  if (output.refusal !== undefined && output.refusal !== '') return 'refusal'
  if (output.toolCalls !== undefined && output.toolCalls.length > 0) return 'tool_call'
  if (output.finishReason === undefined || output.finishReason === 'length') return 'truncated'
  return output.text.trim() === '' ? 'empty' : undefined
}
