import { isDeepStrictEqual } from 'node:util'

import { classOf } from './class-of.ts'
import type { CaseEvaluator, EvaluationDefinition, Judged, Judgement } from './definition.ts'
import type { EvaluatorOutcome } from './outcome.ts'

type Evaluation = EvaluationDefinition
type Evaluator = CaseEvaluator

/** Everybody who judges an output: the prompt's contract, the expected value, and those of the evaluation. */
export function evaluatorsOf({ evaluators = [], prompt }: Evaluation): readonly Evaluator[] {
  const contract = prompt.output
  return [
    ...(contract ? [contractEvaluator(contract)] : []),
    expectedEvaluator(contract),
    ...evaluators,
  ]
}

export async function judge(
  evaluators: readonly Evaluator[],
  judged: Judged<unknown, unknown, unknown>,
): Promise<readonly EvaluatorOutcome[]> {
  const outcomes = await Promise.all(
    evaluators.map(async (evaluator): Promise<EvaluatorOutcome | undefined> => {
      try {
        const judgement = await evaluator.evaluate(judged)
        return judgement === NOT_ASKED ? undefined : { evaluator: evaluator.name, ...judgement }
      } catch (error) {
        return { evaluator: evaluator.name, passed: false, error: classOf(error) }
      }
    }),
  )
  return outcomes.flatMap((outcome) => outcome ?? [])
}

type Contract = NonNullable<Evaluation['prompt']['output']>

function verdictOf(contract: Contract, output: unknown): ReturnType<Contract['judge']> {
  return contract.judge({ text: textOf(output), finishReason: 'stop' })
}

function contractEvaluator(contract: Contract): Evaluator {
  return {
    name: 'contract',
    evaluate: ({ output }): Judgement => {
      const verdict = verdictOf(contract, output)
      if (verdict === undefined) return NOT_ASKED
      const { label } = verdict
      return {
        passed: verdict.valid,
        ...(label !== undefined && { label }),
        ...(!verdict.valid && { explanation: verdict.violation }),
      }
    },
  }
}

/** A case without an expected value is judged by the others alone. */
const NOT_ASKED: Judgement = { passed: true }

function expectedEvaluator(contract: Contract | undefined): Evaluator {
  return {
    name: 'expected',
    evaluate: ({ case: { expected }, output }): Judgement => {
      if (expected === undefined) return NOT_ASKED
      const label = contract && verdictOf(contract, output)?.label
      const found = label !== undefined && typeof expected === 'string' ? label : output
      if (isDeepStrictEqual(found, expected)) return { passed: true }
      return {
        passed: false,
        explanation: `${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`,
      }
    },
  }
}

const textOf = (output: unknown): string =>
  typeof output === 'string' ? output : (JSON.stringify(output) ?? '')
