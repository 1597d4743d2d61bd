import { createKql, memorySource } from '@kansoku/kql'
import { afterAll, describe, expect, it } from 'vitest'

import { minutesOf } from './alerts/schedule.ts'
import { alertRuleOf } from './contracts/alert-rule-of.ts'
import { answersPerTurn } from './contracts/answers-per-turn.ts'
import { packContents } from './deploy/contents.ts'
import { alertRules, functions, queries, workbookQueries } from './pack.ts'
import { tables } from './tables.ts'
import { calledFunction } from './testing/called-function.ts'

const kql = createKql({
  source: { ...memorySource({}), tables: () => tables },
  functions: functions(),
})
afterAll(() => kql.close())

describe('every query of the pack', () => {
  it.each(queries().map(({ name, tags, text }) => [name, text, tags.includes('alert')] as const))(
    '%s is taken by Microsoft’s analyser, this engine and workbooks, and by alert rules where it is for one',
    async (_name, text, alert) => {
      expect(await kql.lint(text, { target: alert ? 'alert' : 'workbook' })).toEqual([])
    },
  )
})

describe('every function of the pack', () => {
  it.each(functions().map((each) => [each.name, each] as const))(
    '%s is taken by Microsoft’s analyser, this engine and workbooks',
    async (_name, each) => {
      expect(await kql.lint(calledFunction(each), { target: 'workbook' })).toEqual([])
    },
  )
})

describe('every alert of the pack', () => {
  it.each(alertRules().map((rule) => [rule.name, rule] as const))(
    '%s is taken by Microsoft’s analyser, this engine and alert rules of its frequency',
    async (_name, { frequency, query }) => {
      const use = { target: 'alert', frequencyMinutes: minutesOf(frequency) } as const
      expect(await kql.lint(query, use)).toEqual([])
    },
  )
})

/** As a workbook puts its parameters in. */
const withParameters = (query: string): string =>
  query
    .replaceAll('{TimeRange:start}', 'datetime(2026-03-01)')
    .replaceAll('{TimeRange:end}', 'datetime(2026-03-02)')
    .replaceAll('{TimeRange:grain}', '1h')
    .replaceAll(/\{(Prompt|Version|Deployment|Customer|Turn|Label)\}/g, "'*'")

describe('every query of the workbook', () => {
  it.each(workbookQueries().map(({ name, text }) => [name, text] as const))(
    '%s is taken by Microsoft’s analyser, this engine and workbooks',
    async (_name, text) => {
      expect(await kql.lint(withParameters(text), { target: 'workbook' })).toEqual([])
    },
  )
})

describe('what is made from a contract', () => {
  it.each([
    [{ prompt: 'search_decision', labels: ['Yes', 'No', 'Unsure'] }],
    [{ prompt: "検索 '{Prompt}' | take 1", labels: ['"', '// x'] }],
    [{ prompt: 'summary' }],
  ])('of %j is taken by Microsoft’s analyser, alert rules and workbooks', async (contract) => {
    expect(await kql.lint(alertRuleOf(contract).query, { target: 'alert' })).toEqual([])
    expect(await kql.lint(answersPerTurn(contract).text, { target: 'workbook' })).toEqual([])
  })
})

/** What Grafana sends: its macros and variables with their values put in. */
const sentByGrafana = (query: string, chosen: string): string =>
  query
    .replaceAll('$__timeFrom()', `datetime('2026-03-01T00:00:00Z')`)
    .replaceAll('$__timeTo()', `datetime('2026-03-02T00:00:00Z')`)
    .replaceAll('$__interval', '60000ms')
    .replaceAll(/\$\{\w+:doublequote\}/g, () => chosen)

describe('a query of the Grafana dashboard', () => {
  const { panels } = packContents([{ prompt: '$Workspace' }, { prompt: 'b' }]).dashboard
  const texts = panels.flatMap((panel) =>
    // They have every parameter; the others are the workbook's, which are above.
    /^(Calls with their prompts|Calls over time|Answers per turn: \$)/.test(panel.title) &&
    'targets' in panel
      ? [panel.targets[0].azureLogAnalytics.query]
      : [],
  )

  it.each(["'*'", String.raw`"a","b\"c"`])(
    'is taken by Microsoft’s analyser with %s chosen',
    async (chosen) => {
      const checked = texts.map((text) => kql.check(sentByGrafana(text, chosen)))
      expect(await Promise.all(checked)).toEqual([[], [], []])
    },
  )
})
