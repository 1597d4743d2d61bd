import type { PackQuery } from '../pack-query.ts'
import { kqlString, kqlStrings } from './kql-string.ts'
import { labelsOf, type PromptContract } from './prompt-contract.ts'
import { oneLine, slugOf } from './slug.ts'

/** Begin and end of what the chart looks at, as arguments of `LLMCalls`. */
const LAST_DAY = 'ago(1d), now()'

interface Answer {
  readonly name: string
  /** Of `Label`, which is empty for an invalid output. */
  readonly condition: string
}

/**
 * The chart of a prompt's answers by turn, with a row for each label and one for what is none of them, also where it
 * is 0.
 *
 * @example
 * answersPerTurn({ prompt: 'search_decision', labels: ['Yes', 'No', 'Unsure'] }).text
 */
export const answersPerTurn = (contract: PromptContract): PackQuery =>
  chartOf(contract, LAST_DAY, '')

/** The same for the workbook's time range, and what is chosen there. */
export const chartsInRange = (contracts: readonly PromptContract[]): readonly PackQuery[] =>
  contracts.map((contract) => chartOf(contract, '{TimeRange:start}, {TimeRange:end}', CHOSEN))

/** A prompt's own chart needs no choice of prompts. */
const CHOSEN = `
| where "*" in ({Version}) or PromptVersion in ({Version})
| where "*" in ({Deployment}) or Deployment in ({Deployment})
| where "*" in ({Customer}) or Customer in ({Customer})`

function chartOf(contract: PromptContract, range: string, chosen: string): PackQuery {
  const { prompt } = contract
  const answers = answersOf(contract)
  const name = oneLine(prompt)
  const sums = answers.map(
    ({ condition }, index) => `    Answer${index + 1} = sumif(ItemCount, ${condition})`,
  )
  const names = kqlStrings(answers.map((answer) => answer.name))
  const counts = answers.map((_, index) => `Answer${index + 1}`).join(', ')
  return {
    name: `answers-per-turn-${slugOf(prompt)}`,
    title: { en: `Answers per turn: ${name}`, ja: `ターンごとの回答数: ${name}` },
    description: {
      en: `How often the prompt ${name} gave each answer, by turn of the conversation, in the last day. What is no answer of its contract is counted too, and is present even when 0. Failed calls are not counted.`,
      ja: `直近 1 日にプロンプト ${name} が各回答を返した回数を、会話のターンごとに数えます。契約にない回答も数え、0 件でも行を返します。失敗した呼び出しは数えません。`,
    },
    tags: ['llm', 'chart', 'contract'],
    text: `LLMCalls(${range})
| where PromptName == ${kqlString(prompt)} and Success${chosen}
| extend Label = iff(OutputValid == true, OutputLabel, "")
| summarize
${sums.join(',\n')}
    by Turn
| mv-expand with_itemindex=Rank
    Answer = pack_array(${names}) to typeof(string),
    Calls = pack_array(${counts}) to typeof(long)
| order by Turn asc, Rank asc
| project Turn, Answer, Calls
| render columnchart with (kind=stacked, title=${kqlString(`Answers per turn: ${name}`)})`,
  }
}

function answersOf(contract: PromptContract): readonly Answer[] {
  const labels = labelsOf(contract)
  if (labels === undefined) {
    return [
      { name: 'Valid', condition: 'OutputValid == true' },
      { name: 'Invalid', condition: 'OutputValid == false' },
    ]
  }
  const other = labels.includes('Other') ? 'Other (no label of the contract)' : 'Other'
  return [
    ...labels.map((label) => ({ name: label, condition: `Label == ${kqlString(label)}` })),
    { name: other, condition: `Label !in (${kqlStrings(labels)})` },
  ]
}
