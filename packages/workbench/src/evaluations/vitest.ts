import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'

import type { EvaluatedPrompt, EvaluationDefinition } from './definition.ts'
import { evaluatorsOf, judge } from './judge.ts'
import { isConfirmed, readCases } from './read-cases.ts'
import { whyFailed } from './report/why-failed.ts'
import type { AnyEvaluation } from './run-evaluation.ts'

interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/**
 * A matcher for `expect.extend`: the output keeps the contract of a prompt.
 *
 * @example
 * expect.extend({ toSatisfyContract })
 * expect(completion.choices[0].message.content).toSatisfyContract(searchDecision)
 */
export function toSatisfyContract(output: unknown, prompt: EvaluatedPrompt): MatcherResult {
  const contract = prompt.output
  if (contract === undefined)
    return { pass: false, message: () => `the prompt "${prompt.name}" declares no output contract` }
  const text = typeof output === 'string' ? output : (JSON.stringify(output) ?? '')
  const verdict = contract.judge({ text, finishReason: 'stop' })
  const pass = verdict?.valid === true
  const why = verdict === undefined ? 'no verdict' : verdict.valid ? 'kept' : verdict.violation
  return {
    pass,
    message: () =>
      `expected ${JSON.stringify(output)} ${pass ? 'not ' : ''}to satisfy ${contract.description}: ${why}`,
  }
}

/**
 * A data set as tests: one for each case, named by its id and tags; those that wait to be confirmed are skipped. Runs the
 * task anew; for recorded answers, rates and intervals there is `kansoku eval run`.
 *
 * @example
 * describeEvaluation(searchDecisionEvaluation, { data: new URL('search-decision.jsonl', import.meta.url) })
 */
export function describeEvaluation<Input, Expected, Output>(
  evaluation: EvaluationDefinition<Input, Expected, Output>,
  { data }: { readonly data: URL | string },
): void {
  const any = evaluation as unknown as AnyEvaluation
  const { name, prompt, task } = any
  const evaluators = evaluatorsOf(any)
  describe(`${name}: ${prompt.name} version ${prompt.version}`, () => {
    for (const each of readCases(readFileSync(data, 'utf8'), String(data))) {
      it.skipIf(!isConfirmed(each))(`${each.id} ${each.tags.join(' ')}`, async ({ signal }) => {
        const context = { signal, caseId: each.id, repetition: 1 }
        const output = await task(each.input, context)
        const outcomes = await judge(evaluators, { case: each, output, repetition: 1 })
        const passed = outcomes.every((outcome) => outcome.passed)
        const { id, input, tags } = each
        const known = { id, tags, input, repetition: 1, output, evaluators: outcomes, passed }
        expect(whyFailed(known)).toBe('')
      })
    }
  })
}
