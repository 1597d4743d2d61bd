import { recordEvaluation, traceWorkflow } from '@kansoku/core'
import { context } from '@opentelemetry/api'
import { suppressTracing } from '@opentelemetry/core'

import type { AnswerMode, Answers, Question } from './answers.ts'
import { classOf } from './class-of.ts'
import type { EvaluationCase, EvaluationDefinition } from './definition.ts'
import { type Journal, outcomeKey } from './journal.ts'
import { evaluatorsOf, judge } from './judge.ts'
import type { CaseOutcome, EvaluatorOutcome, RunResult } from './outcome.ts'
import { paced, retried } from './pace.ts'
import { isConfirmed } from './read-cases.ts'
import { settingsText, type Tried, triedVersion } from './tried.ts'

export type AnyEvaluation = EvaluationDefinition

export interface RunOptions {
  readonly answers: Answers
  readonly mode: AnswerMode
  readonly journal: Journal
  readonly signal: AbortSignal
  /** Called after each case. */
  readonly onOutcome?: (outcome: CaseOutcome, done: number, of: number) => void
  /** Before the second try of a task, in milliseconds. @defaultValue 1000 */
  readonly firstWait?: number
}

interface Item {
  readonly case: EvaluationCase
  readonly repetition: number
}

/**
 * Runs the task over all confirmed cases and judges what comes. What the journal has is not run again; what is recorded of
 * a prompt's version, with the same settings, is not asked again, but for `mode: 'new'`.
 *
 * @throws the signal's reason, when cancelled: what is done stays in the journal
 */
export async function runEvaluation(
  evaluation: AnyEvaluation,
  cases: readonly EvaluationCase[],
  options: RunOptions,
): Promise<RunResult> {
  const { journal, onOutcome, signal } = options
  const { concurrency = 4, perMinute, repeat = 1 } = evaluation
  const confirmed = cases.filter(isConfirmed)
  const unconfirmed = cases.length - confirmed.length
  const items = confirmed.flatMap((each) =>
    Array.from({ length: repeat }, (_, index): Item => ({ case: each, repetition: index + 1 })),
  )
  const outcomes = new Map(journal.outcomes)
  const missing = items.filter((item) => !isOf(item, outcomes.get(keyOf(item))))
  let done = items.length - missing.length
  await paced(missing, { concurrency, signal, ...(perMinute && { perMinute }) }, async (item) => {
    const outcome = await runCase(evaluation, item, options)
    await journal.write(outcome)
    outcomes.set(outcomeKey(outcome), outcome)
    done += 1
    onOutcome?.(outcome, done, items.length)
  })
  const result: RunResult = {
    evaluation: evaluation.name,
    ...triedBy(evaluation),
    repeat,
    ...(unconfirmed > 0 && { unconfirmed }),
    cases: items.flatMap((item) => outcomes.get(keyOf(item)) ?? []),
  }
  await journal.finish(result)
  return result
}

const keyOf = ({ case: { id }, repetition }: Item): string => outcomeKey({ id, repetition })

/** Whether it is the outcome of this case as it is now: one that was edited since is another. */
function isOf(
  { case: { expected, input, tags } }: Item,
  outcome: CaseOutcome | undefined,
): boolean {
  if (outcome === undefined) return false
  const now = JSON.stringify([tags, input, expected])
  return now === JSON.stringify([outcome.tags, outcome.input, outcome.expected])
}

/** What a run of it would try. */
export const triedBy = ({ prompt: { name, version }, settings }: AnyEvaluation): Tried => ({
  prompt: { name, version: String(version) },
  ...(settings && Object.keys(settings).length > 0 && { settings }),
})

async function runCase(
  evaluation: AnyEvaluation,
  item: Item,
  options: RunOptions,
): Promise<CaseOutcome> {
  const { case: each, repetition } = item
  const { expected, id, input, tags } = each
  const known = { id, tags, repetition, input, ...(expected !== undefined && { expected }) }
  // The span that evaluations belong to.
  return traceWorkflow({ name: `evaluation ${evaluation.name}` }, async () => {
    let output: unknown
    try {
      output = await unobserved(() => outputOf(evaluation, item, options))
    } catch (error) {
      options.signal.throwIfAborted()
      return { ...known, error: told(error), evaluators: [], passed: false }
    }
    const evaluators = await unobserved(() =>
      judge(evaluatorsOf(evaluation), { case: each, output, repetition }),
    )
    for (const outcome of evaluators) record(evaluation, item, outcome)
    return { ...known, output, evaluators, passed: evaluators.every(({ passed }) => passed) }
  })
}

/**
 * Without spans: as rows, the calls of chosen cases would be calls of production to every alert, chart and comparison of
 * the prompt's versions.
 */
const unobserved = <T>(calls: () => Promise<T>): Promise<T> =>
  context.with(suppressTracing(context.active()), calls)

async function outputOf(
  evaluation: AnyEvaluation,
  { case: { id, input }, repetition }: Item,
  { answers, firstWait, mode, signal }: RunOptions,
): Promise<unknown> {
  const tried = triedBy(evaluation)
  const question: Question = { evaluation: evaluation.name, ...tried, input, repetition }
  const recorded = mode === 'new' ? undefined : answers.find(question)
  if (recorded !== undefined) return recorded.output
  if (mode === 'recorded')
    throw new Error(
      `no answer is recorded for ${triedVersion(tried)}; run it with --answers cached`,
    )
  const { retries = 2 } = evaluation
  const output = await retried(
    retries,
    signal,
    async () => evaluation.task(input, { signal, caseId: id, repetition }),
    firstWait,
  )
  // As it will be read back, so that a recorded answer is judged like a new one.
  const kept: unknown = JSON.parse(JSON.stringify(output ?? null))
  await answers.record(question, kept)
  return kept
}

function record(
  evaluation: AnyEvaluation,
  { case: { id }, repetition }: Item,
  { error, evaluator, explanation, label, passed, score }: EvaluatorOutcome,
): void {
  const { evaluators = [], name, prompt } = evaluation
  const { settings } = triedBy(evaluation)
  const kind = evaluators.find((each) => each.name === evaluator)?.kind ?? 'code'
  recordEvaluation({
    name: evaluator,
    evaluator: { name: evaluator, kind },
    prompt,
    metadata: {
      evaluation: name,
      evaluation_case: id,
      evaluation_repetition: repetition,
      ...(settings && { evaluation_settings: settingsText(settings) }),
    },
    ...(explanation !== undefined && { explanation }),
    ...(error === undefined
      ? { score: score ?? Number(passed), label: label ?? (passed ? 'pass' : 'fail') }
      : { error: Object.assign(new Error(error), { name: error }) }),
  })
}

function told(error: unknown): NonNullable<CaseOutcome['error']> {
  return { class: classOf(error), message: error instanceof Error ? error.message : String(error) }
}
