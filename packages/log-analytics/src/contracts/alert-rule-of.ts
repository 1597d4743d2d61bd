import type { AlertRule } from '../alerts/alert-rule.ts'
import { kqlString, kqlStrings } from './kql-string.ts'
import { labelsOf, type PromptContract } from './prompt-contract.ts'
import { oneLine, slugOf } from './slug.ts'

/**
 * The daily rule of a prompt: outputs that broke the contract, or are none of its labels. A failed call is none.
 *
 * @example
 * alertRuleOf({ prompt: 'search_decision', labels: ['Yes', 'No'] }).threshold // 10
 *
 * @throws RangeError where the threshold is no whole number above 0
 */
export function alertRuleOf(contract: PromptContract): AlertRule {
  const { prompt, threshold = 10 } = contract
  if (!Number.isSafeInteger(threshold) || threshold < 1 || threshold > 1_000_000) {
    throw new RangeError(
      `the threshold of the prompt "${oneLine(prompt)}" is ${threshold}; give a whole number from 1 to 1000000`,
    )
  }
  const name = oneLine(prompt)
  const labels = labelsOf(contract)
  const wrong =
    labels === undefined
      ? 'OutputValid == false'
      : `OutputValid == false or OutputLabel !in (${kqlStrings(labels)})`
  return {
    name: `invalid-outputs-${slugOf(prompt)}`,
    title: { en: `Invalid outputs of ${name}`, ja: `${name} の契約に合わない出力` },
    description: {
      en: `${threshold} or more outputs of the prompt ${name} in a day broke their contract. The rows are the calls, to be opened from the alert.`,
      ja: `プロンプト ${name} の出力のうち ${threshold} 件以上が 1 日に契約に合いませんでした。結果の行は対象の呼び出しで、アラートから開けます。`,
    },
    tags: ['llm', 'alert', 'contract'],
    frequency: 'P1D',
    window: 'P1D',
    severity: 2,
    threshold,
    query: `LLMCalls(ago(1d), now())
| where PromptName == ${kqlString(prompt)} and Success
| where ${wrong}
| project TimeGenerated, ConversationId, Turn, OutputViolation, Model, OperationId, Id`,
  }
}
