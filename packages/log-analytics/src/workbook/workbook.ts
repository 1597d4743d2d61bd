import { bilingual } from '../bilingual.ts'
import { chartsInRange } from '../contracts/answers-per-turn.ts'
import type { PromptContract } from '../contracts/prompt-contract.ts'
import type { PackQuery } from '../pack-query.ts'
import {
  groupItem,
  type GroupItem,
  queryItem,
  type QueryItem,
  tabsItem,
  type TabsItem,
  textItem,
  type TextItem,
} from './items.ts'
import { choicesItem, parametersItem, type ParametersItem } from './parameters-item.ts'
import { finderOf, type TabContents, tabsOf } from './tabs.ts'

type InnerItem = TextItem | ParametersItem | QueryItem

export type WorkbookItem = InnerItem | TabsItem | GroupItem<InnerItem>

/** A workbook as Azure stores it, which is JSON within `serializedData`. */
export interface Workbook {
  readonly version: 'Notebook/1.0'
  readonly items: readonly WorkbookItem[]
}

/**
 * The workbook over these queries, with a chart of answers per turn for each prompt.
 *
 * @throws Error where a query of the workbook is not among them
 */
export function workbookOf(
  queries: readonly PackQuery[],
  prompts: readonly PromptContract[],
): Workbook {
  const find = finderOf(queries)
  const tabs = tabsOf(find, chartsInRange(prompts)).map((contents) => ({
    contents,
    id: contents.id,
    label: bilingual(contents.title),
  }))
  return {
    version: 'Notebook/1.0',
    items: [
      textItem('title', '# LLM calls / LLM の呼び出し'),
      parametersItem(find),
      tabsItem(tabs),
      ...tabs.map((tab) => groupItem(tab, itemsOf(tab.contents, find))),
    ],
  }
}

const itemsOf = (
  { choices, id, queries }: TabContents,
  find: (name: string) => PackQuery,
): readonly InnerItem[] => [
  ...(choices.length === 0 ? [] : [choicesItem(`parameters-${id}`, find, choices)]),
  ...queries.flatMap((query) => [
    textItem(`${query.name}-title`, `## ${markdown(bilingual(query.title))}`),
    queryItem(query),
  ]),
]

/** A prompt's name is no Markdown, and no parameter. */
const markdown = (text: string): string =>
  text.replaceAll(/[\\`*_[\]<>#|!]/g, (character) => `\\${character}`).replaceAll('{', '{\u2060')
