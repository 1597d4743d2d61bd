import type { Message, OutputContract } from '@kansoku/core'

import type { Settings } from './tried.ts'

/** One case of a data set. */
export interface EvaluationCase<Input = unknown, Expected = unknown> {
  /** Unique in its data set: by it a case is the same in every run. */
  readonly id: string
  /** The kinds of case it is counted with, such as `turn-1` or `ja`. */
  readonly tags: readonly string[]
  readonly input: Input
  /** What a right output is. By default the output's label, else the output itself, has to be equal to it. */
  readonly expected?: Expected
  /** False while `expected` is a proposal of `kansoku harvest`: no run counts the case until a person has confirmed it. @defaultValue true */
  readonly confirmed?: boolean
  /** The call that a harvested case was made of. */
  readonly source?: CaseSource
}

/** Where a harvested case comes from, so that whoever confirms it can look at the call. */
export interface CaseSource {
  readonly trace: string
  readonly call: string
  /** ISO 8601. */
  readonly time: string
  /** Of the prompt that was called. */
  readonly version: string
  /** What the model said, redacted. */
  readonly output?: string
}

/** What an evaluator says of one output. */
export interface Judgement {
  readonly passed: boolean
  readonly score?: number
  readonly label?: string
  /** Why, for people. */
  readonly explanation?: string
}

export interface Judged<Input, Expected, Output> {
  readonly case: EvaluationCase<Input, Expected>
  readonly output: Output
  /** Which of the repetitions, from 1. */
  readonly repetition: number
}

/** Judges outputs; code, or a model through the user's own client. */
export interface CaseEvaluator<Input = unknown, Expected = unknown, Output = unknown> {
  readonly name: string
  /** @defaultValue 'code' */
  readonly kind?: 'code' | 'model' | 'human'
  /** What it throws is recorded as the evaluator's failure; the case counts as failed. */
  readonly evaluate: (judged: Judged<Input, Expected, Output>) => Judgement | Promise<Judgement>
}

/** The prompt whose version is evaluated: what `definePrompt` gives. */
export interface EvaluatedPrompt {
  readonly name: string
  readonly version: string | number
  readonly output?: OutputContract | undefined
}

/** When a version is too bad to be deployed. */
export interface GateRules {
  /** The least share of cases that pass, from 0 to 1. @defaultValue none */
  readonly passRate?: number
  /** The same for the cases of a tag. */
  readonly passRates?: Readonly<Record<string, number>>
  /** Fewer cases, or fewer calls of the baseline, are no proof of anything: the gate fails. @defaultValue 20 */
  readonly minimum?: number
}

/** A data set, what is to be done with each case, and how the outputs are judged. */
export interface EvaluationDefinition<Input = unknown, Expected = unknown, Output = unknown> {
  /** Letters, digits, `_`, `-` and `.`; it names files. */
  readonly name: string
  readonly prompt: EvaluatedPrompt
  /** A file of JSON lines, from the folder of the configuration. */
  readonly data: string
  /** Your own function: it calls the model, through your own client. */
  readonly task: (input: Input, context: TaskContext) => Output | Promise<Output>
  /**
   * What else an output depends on, such as `{ model: 'gpt-4.1-mini', temperature: 0 }`: recorded answers of other
   * settings are not used, and reports and results name them. @defaultValue none
   */
  readonly settings?: Settings
  /** Beside the prompt's contract and the expected value. */
  readonly evaluators?: readonly CaseEvaluator<Input, Expected, Output>[]
  /** Tasks at a time. @defaultValue 4 */
  readonly concurrency?: number
  /** Tasks that begin in a minute, at most. @defaultValue no limit */
  readonly perMinute?: number
  /** How often a task that threw is tried again, after 1 s, 2 s, 4 s …. @defaultValue 2 */
  readonly retries?: number
  /** How often each case is run. @defaultValue 1 */
  readonly repeat?: number
  readonly gate?: GateRules
  /**
   * What the task takes, of a call in production, for `kansoku harvest`; undefined leaves the call out.
   * @defaultValue the messages: `{ messages }`
   */
  readonly harvest?: (call: HarvestedCall) => Input | undefined
}

/** A call that became a case: what was said, redacted, and what is known of it. */
export interface HarvestedCall {
  readonly id: string
  readonly prompt: { readonly name: string; readonly version: string }
  readonly messages: readonly Message[]
  /** The system instructions, as recorded; empty without. */
  readonly instructions: string
  readonly output: string
  readonly turn?: number
  readonly label?: string
}

export interface TaskContext {
  /** Aborted when the run is cancelled. */
  readonly signal: AbortSignal
  readonly caseId: string
  readonly repetition: number
}

/** What `kansoku.config.ts` exports by default. */
export interface KansokuConfig {
  readonly evaluations: readonly EvaluationDefinition<never, never, never>[]
  /** For `kansoku prompts check`: prompts with their texts. */
  readonly prompts?: readonly PromptText[]
}

/** A prompt, and the text or the messages that its version stands for. */
export interface PromptText {
  readonly prompt: { readonly name: string; readonly version: string | number }
  /** Only its hash is kept. */
  readonly text: unknown
}

/**
 * Types the configuration; gives it back as it is.
 *
 * @example
 * export default defineConfig({
 *   evaluations: [
 *     defineEvaluation({
 *       name: 'search-decision',
 *       prompt: searchDecision,
 *       data: 'data/search-decision.jsonl',
 *       task: ({ question }: { question: string }) => decide(client, question),
 *     }),
 *   ],
 * })
 */
export function defineConfig(config: KansokuConfig): KansokuConfig {
  return config
}

/** Types one evaluation: the task's input is that of the data set, its output that of the evaluators. */
export function defineEvaluation<Input, Expected = unknown, Output = unknown>(
  evaluation: EvaluationDefinition<Input, Expected, Output>,
): EvaluationDefinition<never, never, never> {
  return evaluation as unknown as EvaluationDefinition<never, never, never>
}
