import { wellFormed } from '../utf8.ts'

/** What a model gave back for one choice, as far as a contract needs it. */
export interface ModelOutput {
  /** The text, whole; `''` where there is none. */
  readonly text: string
  /** The model's refusal, where the API reports one apart from the text. */
  readonly refusal?: string
  /** The tools that the model asked for, in order; `''` for one without a name. */
  readonly toolCalls?: readonly string[]
  /** What each of these tools is to be called with, as the model wrote it; `''` where nothing is told. */
  readonly toolArguments?: readonly string[]
  /** The provider's word (`stop`, `length`, …); absent where the stream was cut before it. */
  readonly finishReason?: string
}

/** Why an output does not keep its contract, each with its meaning. The set is closed: queries can count on it. */
export const VIOLATIONS: Readonly<Record<ContractViolation, string>> = {
  refusal: 'the model refused, by the API’s own field',
  content_filter: 'the provider’s filter took the output away, or the rest of it',
  tool_call: 'the model asked for a tool instead, or for another one',
  truncated: 'the output ends early: at the limit of tokens, or with its stream',
  empty: 'there is nothing but white space',
  not_in_set: '`oneOf`: none of the labels',
  no_match: '`matches`: the pattern is not found',
  not_json: '`json`: it cannot be parsed',
  schema: '`json`: the schema does not accept it; `toolCall`: nor the arguments',
  extra_text: 'what was asked for stands in other text',
  no_tool_call: '`toolCall`: the model asked for no tool',
  too_long: 'more than is judged',
  other: 'anything else; for contracts of your own',
}

export type ContractViolation =
  | 'refusal'
  | 'content_filter'
  | 'tool_call'
  | 'truncated'
  | 'empty'
  | 'not_in_set'
  | 'no_match'
  | 'not_json'
  | 'schema'
  | 'extra_text'
  | 'no_tool_call'
  | 'too_long'
  | 'other'

/**
 * What a contract says of one output. `valid` is the strict verdict: the form is right. A label on an output that is
 * not valid is the lenient one: what the output most likely meant.
 */
export type Verdict<Label extends string = string> =
  | { readonly valid: true; readonly label?: Label }
  | { readonly valid: false; readonly violation: ContractViolation; readonly label?: Label }

/**
 * What a prompt's output has to look like. Label, chart, alert and evaluation derive from it. An interface: where
 * `oneOf`, `matches`, `json` and `toolCall` do not fit, write one.
 *
 * @example
 * ```ts
 * const short: OutputContract = {
 *   description: 'at most 200 characters',
 *   labels: [],
 *   judge: ({ text }) =>
 *     text.length <= 200 ? { valid: true } : { valid: false, violation: 'too_long' },
 * }
 * ```
 */
export interface OutputContract<Label extends string = string> {
  /** The contract as text, recorded with each call: `oneOf(Yes, No)`. Its first 200 characters count. */
  readonly description: string
  /** The labels an output can have, in the order of their declaration; empty where they are not known ahead. */
  readonly labels: readonly Label[]
  /**
   * Judges one output; `undefined` is no verdict, where the contract cannot tell. Pure and quick: it runs at the end of
   * the call. What it throws costs the verdict, never the call.
   */
  readonly judge: (output: ModelOutput) => Verdict<Label> | undefined
}

/** Words for an answer that is not whole: OpenAI's and the conventions', then Mistral's and DeepSeek's. */
const CUT = new Set(['length', 'error', 'model_length', 'insufficient_system_resource'])

/** Whether the output ends before the model's own end, as far as the provider tells. */
export function isCut({ finishReason }: ModelOutput): boolean {
  return finishReason === undefined || CUT.has(finishReason)
}

/**
 * What every contract asks first. The cause comes before the symptom: a refused or truncated answer is named so,
 * not by what it lacks.
 */
export function causeOf(output: ModelOutput): ContractViolation | undefined {
  if (output.refusal !== undefined && output.refusal !== '') return 'refusal'
  if (output.finishReason === 'content_filter') return 'content_filter'
  if (output.toolCalls !== undefined && output.toolCalls.length > 0) return 'tool_call'
  if (isCut(output)) return 'truncated'
  return output.text.trim() === '' ? 'empty' : undefined
}

/** Labels are few and short; a free text must not become one. In characters. */
export const MAX_LABEL = 100

/** A part of the output as a label: short, no character cut in two; nothing of nothing. */
export function shortLabel(text: string): string | undefined {
  const label = wellFormed(text.trim())
  if (label.length <= MAX_LABEL) return label === '' ? undefined : label
  return label.slice(0, isPairAt(label, MAX_LABEL - 1) ? MAX_LABEL - 1 : MAX_LABEL)
}

function isPairAt(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xff_ff
}
