/** What a model gave back for one choice, as far as a contract needs it. */
export interface ModelOutput {
  /** The text, whole; `''` where there is none. */
  readonly text: string
  /** The model's refusal, where the API reports one apart from the text. */
  readonly refusal?: string
  /** Whether the model asked for a tool instead of answering. */
  readonly toolCall?: boolean
  /** The provider's word (`stop`, `length`, …); absent where the stream was cut before it. */
  readonly finishReason?: string
}

/** Why an output does not keep its contract. */
export type ContractViolation =
  | 'empty'
  | 'not_in_set'
  | 'extra_text'
  | 'refusal'
  | 'tool_call'
  | 'truncated'

/** What a contract says of one output. */
export type Verdict =
  | { readonly valid: true; readonly label: string }
  | { readonly valid: false; readonly violation: ContractViolation }

/** What a prompt's output has to look like. Label, chart, alert and evaluation derive from it. */
export interface OutputContract {
  /** The contract as text, recorded with each call: `oneOf(Yes, No)`. */
  readonly description: string
  /** The labels an output can have, in the order of their declaration. */
  readonly labels: readonly string[]
  /** Judges one output. Pure, never throws. */
  readonly judge: (output: ModelOutput) => Verdict
}
