import { afterAll, describe, expect, it } from 'vitest'

import { type AzureUse, createKql, memorySource } from './index.ts'

const kql = createKql({
  source: memorySource({
    T: {
      columns: [
        { name: 'TimeGenerated', type: 'datetime' },
        { name: 'label', type: 'string' },
      ],
      rows: [],
    },
  }),
  functions: [
    { name: 'Recent', parameters: 'span: timespan', body: 'T\n| where TimeGenerated > ago(span)' },
  ],
})
afterAll(() => kql.close())

const alert: AzureUse = { target: 'alert' }
const codes = async (query: string, use: AzureUse): Promise<unknown> =>
  (await kql.lint(query, use)).map(({ code, severity }) => `${severity} ${code}`)

describe('lint', () => {
  it.each<[string, AzureUse, readonly string[]]>([
    ['T | where TimeGenerated > ago(1d) | count', alert, []],
    ['let w = 1d; T | where TimeGenerated > ago(w)', alert, ['error alert-ago']],
    ['T | where TimeGenerated > ago(3d)', alert, ['warning alert-range']],
    ['T | summarize AggregatedValue = count()', alert, ['error alert-column']],
    [
      'T | take 1 | union T',
      { target: 'alert', frequencyMinutes: 1 },
      ['error alert-minutely', 'error alert-minutely'],
    ],
    ['T | take 1 | union T', alert, []],
    [
      'T | summarize count() by label | render columnchart with (kind=stacked, ycolumns=count_)',
      { target: 'workbook' },
      ['warning render-property'],
    ],
    ['T | join (T) on label', { target: 'basic-table' }, ['error basic-table']],
    ['Recent(1h)', { target: 'basic-table' }, ['error basic-function']],
    ['T | where nope == 1', alert, ['error KS142']],
  ])('says of %s for %j what Azure would', async (query, use, expected) => {
    expect(await codes(query, use)).toEqual(expected)
  })

  it('names plugins, whether this engine runs them or not', async () => {
    expect(await codes('T | evaluate pivot(label)', alert)).toEqual(['error alert-plugin'])
  })

  it('finds the place, also inside a saved function', async () => {
    expect(await kql.lint('T\n| summarize AggregatedValue = count()', alert)).toEqual([
      {
        code: 'alert-column',
        severity: 'error',
        message: 'alert rules keep the column name AggregatedValue to themselves',
        start: 14,
        length: 15,
        line: 2,
        column: 13,
      },
    ])
    expect(await kql.lint('Recent(1h)', alert)).toMatchObject([
      { code: 'alert-ago', function: 'Recent', line: 2, column: 25 },
    ])
  })
})
