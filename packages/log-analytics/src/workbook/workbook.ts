import { bilingual } from '../bilingual.ts'
import { answersPerTurn } from '../contracts/answers-per-turn.ts'
import type { PromptContract } from '../contracts/prompt-contract.ts'
import type { PackQuery } from '../pack-query.ts'
import { type QueryItem, queryItem, type TextItem, textItem } from './items.ts'
import { type ParametersItem, parametersItem } from './parameters-item.ts'

export type WorkbookItem = TextItem | ParametersItem | QueryItem

/** A workbook as Azure stores it, which is JSON within `serializedData`. */
export interface Workbook {
  readonly version: 'Notebook/1.0'
  readonly items: readonly WorkbookItem[]
}

/** What the workbook shows, from top to bottom; the charts of the prompts come after the first two. */
const order = {
  overview: 'overview',
  time: 'calls-over-time',
  below: [
    'prompts-and-versions',
    'conversations',
    'failing-calls-in-range',
    'slowest-calls-in-range',
    'evaluations',
  ],
} as const

/** Begin and end of the workbook's time range, as arguments of `LLMCalls`. */
const RANGE = '{TimeRange:start}, {TimeRange:end}'

/**
 * The workbook over these queries, with a chart of answers per turn for each prompt.
 *
 * @throws Error where a query of the workbook is not among them
 */
export function workbookOf(
  queries: readonly PackQuery[],
  prompts: readonly PromptContract[],
): Workbook {
  const find = (name: string): PackQuery => {
    const query = queries.find((each) => each.name === name)
    if (query === undefined) throw new Error(`kql/workbook has no ${name}.kql`)
    return query
  }
  const charts = prompts.map((prompt) => answersPerTurn(prompt, RANGE))
  return {
    version: 'Notebook/1.0',
    items: [
      textItem('title', '# LLM calls / LLM の呼び出し'),
      parametersItem(find),
      ...[find(order.overview), find(order.time), ...charts, ...order.below.map(find)].flatMap(
        (query) => [
          textItem(`${query.name}-title`, `## ${markdown(bilingual(query.title))}`),
          queryItem(query),
        ],
      ),
    ],
  }
}

/** A prompt's name is no Markdown, and no parameter. */
const markdown = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>#|!]/g, (character) => `\\${character}`).replaceAll('{', '{\u2060')
