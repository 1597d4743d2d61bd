import { describe, expect, it } from 'vitest'

import { packContents } from '../deploy/contents.ts'
import { nastyNames } from '../testing/nasty-names.ts'
import type { Dashboard, LogsQuery, QueryPanel } from './dashboard-model.ts'

const { dashboard } = packContents()

const panelsOf = ({ panels }: Dashboard): readonly QueryPanel[] =>
  panels.filter((panel) => panel.type !== 'row')

const queriesOf = (of: Dashboard): readonly LogsQuery[] => [
  ...of.templating.list.flatMap((each) => (each.type === 'query' ? [each.query] : [])),
  ...panelsOf(of).flatMap(({ targets }) => targets),
]

describe('the Grafana dashboard', () => {
  it('is this (vitest -u writes it anew)', async () => {
    const text = `${JSON.stringify(dashboard, null, 2)}\n`
    await expect(text).toMatchFileSnapshot('golden/kansoku.grafana.txt')
  })

  it('has the panels of the workbook’s tabs, in rows', () => {
    expect(dashboard.panels.map(({ type, title }) => `${type}: ${title.split(' / ')[0]}`)).toEqual([
      'row: Overview',
      'stat: Overview',
      'timeseries: Calls over time',
      'timeseries: Duration over time',
      'row: Answers per turn',
      'barchart: Answers per turn: search_decision',
      'row: Prompts and versions',
      'table: Prompts and versions',
      'row: Conversations',
      'table: Conversations',
      'row: Calls',
      'table: Calls with their prompts',
      'table: Failing calls by error',
      'table: Slowest calls',
      'row: Cost',
      'timeseries: Cost over time',
      'table: Tokens and cost',
      'table: Costliest calls',
      'row: Evaluations',
      'table: Evaluations and feedback',
    ])
  })

  it('has panels with ids of their own, within the grid and over no other', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { h, w, x, y } }) =>
      Array.from({ length: w * h }, (_, cell) => [x + (cell % w), y + Math.floor(cell / w)]),
    )
    expect(cells.filter(([x = 0]) => x > 23)).toEqual([])
    expect(new Set(cells.map(String)).size).toBe(cells.length)
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
  })

  it('knows every variable that its queries name, and leaves no parameter of a workbook', () => {
    const known = new Set(dashboard.templating.list.map(({ name }) => name))
    const texts = queriesOf(dashboard).map(({ azureLogAnalytics }) => azureLogAnalytics.query)
    const named = texts.flatMap((text) =>
      [...text.matchAll(/\$\{?(?!__)(\w+)/g)].map(([, name]) => name),
    )
    expect([...new Set(named)].filter((name) => !known.has(name ?? ''))).toEqual([])
    expect(texts.filter((text) => /(?<!\$)\{[A-Z]\w+(:\w+)?\}/.test(text))).toEqual([])
  })

  it('takes a prompt’s name for no variable', () => {
    const names = [...new Set(['$Workspace', '${Prompt}', '[[Prompt]]', ...nastyNames(20)])]
    const prompts = names.filter((name) => name.trim() !== '').map((prompt) => ({ prompt }))
    const charts = panelsOf(packContents(prompts).dashboard).filter(
      ({ type }) => type === 'barchart',
    )
    expect(charts).toHaveLength(prompts.length)
    const texts = charts.map(({ targets }) => targets[0].azureLogAnalytics.query)
    const ours =
      /\$__timeFrom\(\)|\$__timeTo\(\)|\$\{(?:Version|Deployment|Customer):doublequote\}/g
    expect(texts.filter((text) => /\$|\[\[/.test(text.replaceAll(ours, '')))).toEqual([])
    expect(charts.filter(({ title }) => /\$\w|\$\{|\[\[/.test(title))).toEqual([])
  })
})
