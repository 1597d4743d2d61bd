import { bilingual } from '../bilingual.ts'
import { chartsInRange } from '../contracts/answers-per-turn.ts'
import type { PromptContract } from '../contracts/prompt-contract.ts'
import type { PackQuery } from '../pack-query.ts'
import { type Choice, choiceQuery, SHARED_CHOICES } from '../workbook/parameters-item.ts'
import { finderOf, tabsOf } from '../workbook/tabs.ts'
import {
  AZURE_MONITOR,
  type Dashboard,
  type GridPosition,
  type QueryPanel,
  type QueryVariable,
  type RowPanel,
  type Variable,
} from './dashboard-model.ts'
import { DATA_SOURCE, logsQuery } from './logs-query.ts'
import { panelOf, sizeOf } from './panels.ts'

const WIDTH = 24

/**
 * The workbook as a dashboard of Grafana, over its Azure Monitor data source: a row for each tab, the same queries, the same
 * values to choose.
 *
 * @throws Error where a query of the workbook is not among them
 */
export function dashboardOf(
  queries: readonly PackQuery[],
  prompts: readonly PromptContract[],
): Dashboard {
  const find = finderOf(queries)
  const tabs = tabsOf(find, chartsInRange(prompts))
  const choices = [...SHARED_CHOICES, ...tabs.flatMap((tab) => tab.choices)]
  return {
    uid: 'kansoku-llm-calls',
    title: 'LLM calls / LLM の呼び出し',
    tags: ['llm', 'kansoku'],
    schemaVersion: 39,
    editable: true,
    timezone: 'browser',
    time: { from: 'now-24h', to: 'now' },
    templating: {
      list: [...sources, ...choices.map((choice) => variableOf(choice, find(choiceQuery(choice))))],
    },
    panels: panelsOf(tabs),
  }
}

const sources: readonly Variable[] = [
  {
    type: 'datasource',
    name: 'DataSource',
    label: 'Data source / データソース',
    query: AZURE_MONITOR,
  },
  {
    type: 'textbox',
    name: 'Workspace',
    label: 'Workspace / ワークスペース',
    description:
      'Resource id of the Log Analytics workspace: /subscriptions/…/resourceGroups/…/providers/Microsoft.OperationalInsights/workspaces/…',
    query: '',
  },
]

const variableOf = (name: Choice, { text, title }: PackQuery): QueryVariable => ({
  type: 'query',
  name,
  label: bilingual(title),
  datasource: DATA_SOURCE,
  query: logsQuery(text, 'table'),
  refresh: 2,
  multi: true,
  includeAll: true,
  allValue: "'*'",
  current: { text: ['All'], value: ['$__all'] },
})

/** From left to right and top to bottom, with a heading above those of each tab. */
function panelsOf(tabs: ReturnType<typeof tabsOf>): readonly (RowPanel | QueryPanel)[] {
  const panels: (RowPanel | QueryPanel)[] = []
  let y = 0
  for (const { queries, title } of tabs) {
    const gridPos = { x: 0, y, w: WIDTH, h: 1 }
    const id = panels.length + 1
    panels.push({ id, type: 'row', title: bilingual(title), collapsed: false, gridPos, panels: [] })
    let at: GridPosition = gridPos
    for (const query of queries) {
      at = nextTo(at, sizeOf(query))
      panels.push(panelOf(query, panels.length + 1, at))
    }
    y = at.y + at.h
  }
  return panels
}

/** In the same line where there is room, else in the next; panels of a line are of one height. */
function nextTo(before: GridPosition, size: Pick<GridPosition, 'w' | 'h'>): GridPosition {
  const x = before.x + before.w
  return x + size.w <= WIDTH && before.h === size.h
    ? { ...size, x, y: before.y }
    : { ...size, x: 0, y: before.y + before.h }
}
